package dev.mynah.server.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens sockets to vetted addresses, and TLS on them in the name the URL was written with. */
final class Dialer {
  private static final int MAX_ADDRESSES = 4; // of one name, tried in turn

  private final SSLSocketFactory tls;
  private final Connector connector;

  Dialer(SSLSocketFactory tls, Connector connector) {
    this.tls = tls;
    this.connector = connector;
  }

  HttpConnection dial(
      WebUrl url, List<InetAddress> vetted, Duration connect, Duration idle, FetchGuard guard)
      throws FetchFailure {
    Socket socket = firstToAnswer(url, vetted, connect, guard);
    try {
      socket.setTcpNoDelay(true);
      if (!url.secure()) {
        socket.setSoTimeout(guard.millisWithin(idle));
        return HttpConnection.plain(socket);
      }
      socket.setSoTimeout(guard.millisWithin(connect));
      SSLSocket encrypted = handshake(url, socket);
      encrypted.setSoTimeout(guard.millisWithin(idle));
      return HttpConnection.encrypted(encrypted, socket);
    } catch (IOException e) {
      guard.throwIfStopped();
      throw failed(e);
    }
  }

  private Socket firstToAnswer(
      WebUrl url, List<InetAddress> vetted, Duration connect, FetchGuard guard)
      throws FetchFailure {
    IOException last = new IOException("no address to try");
    for (InetAddress address : vetted.subList(0, Math.min(vetted.size(), MAX_ADDRESSES))) {
      guard.throwIfStopped();
      // Never through a SOCKS proxy named in the JVM's properties: it would connect elsewhere.
      Socket socket = new Socket(Proxy.NO_PROXY);
      guard.hold(socket);
      try {
        connector.connect(
            socket, new InetSocketAddress(address, url.port()), guard.millisWithin(connect));
        return socket;
      } catch (IOException e) {
        last = e;
      }
    }
    guard.throwIfStopped();
    throw failed(last);
  }

  private SSLSocket handshake(WebUrl url, Socket socket) throws IOException {
    String name = url.host().replace("[", "").replace("]", "");
    SSLSocket encrypted = (SSLSocket) tls.createSocket(socket, name, url.port(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  private static FetchFailure failed(IOException e) {
    if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
      return new FetchFailure(FailureKind.TIMED_OUT, "could not be reached in time", e);
    }
    if (e instanceof SSLException) {
      return new FetchFailure(
          FailureKind.INSECURE,
          "could not be reached securely: its certificate or TLS version is not acceptable",
          e);
    }
    return new FetchFailure(FailureKind.UNREACHABLE, "could not be reached", e);
  }
}
