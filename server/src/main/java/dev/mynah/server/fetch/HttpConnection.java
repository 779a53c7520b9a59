package dev.mynah.server.fetch;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;

/**
 * HTTP/1.1 over one connected socket, for one request. The library below sees nothing but the
 * socket.
 */
final class HttpConnection implements AutoCloseable {
  private static final int SUCCESS = 200;
  private static final int MAX_INFORMATIONAL = 8; // 1xx answers before the real one
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(16 * 1024)
          .setMaxHeaderCount(100)
          .setMaxEmptyLineCount(4)
          .setBufferSize(16 * 1024)
          .build();

  private final DefaultBHttpClientConnection http;
  private final Socket socket;

  private HttpConnection(DefaultBHttpClientConnection http, Socket socket) {
    this.http = http;
    this.socket = socket;
  }

  static HttpConnection plain(Socket socket) throws IOException {
    DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(LIMITS);
    http.bind(socket);
    return new HttpConnection(http, socket);
  }

  static HttpConnection encrypted(SSLSocket encrypted, Socket socket) throws IOException {
    DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(LIMITS);
    http.bind(encrypted, socket);
    return new HttpConnection(http, socket);
  }

  /** Sends a request and reads the head of the answer; its entity streams from the socket. */
  ClassicHttpResponse exchange(ClassicHttpRequest request, FetchGuard guard) throws FetchFailure {
    try {
      http.sendRequestHeader(request);
      if (request.getEntity() != null) {
        http.sendRequestEntity(request);
      }
      http.flush();
      for (int i = 0; i < MAX_INFORMATIONAL; i++) {
        ClassicHttpResponse response = http.receiveResponseHeader();
        if (response.getCode() >= SUCCESS) {
          http.receiveResponseEntity(response);
          return response;
        }
      }
      throw new ProtocolException("no final response");
    } catch (HttpException | IOException e) {
      guard.throwIfStopped();
      throw failed(e);
    }
  }

  /** Tells a failure of the peer, while it sends its head or its body. */
  static FetchFailure failed(Exception e) {
    if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
      return new FetchFailure(FailureKind.TIMED_OUT, "stopped answering", e);
    }
    if (e instanceof MessageConstraintException) {
      return new FetchFailure(FailureKind.TOO_LARGE, "answered with headers that are too long", e);
    }
    boolean malformed =
        e instanceof HttpException
            || (e instanceof MalformedChunkCodingException
                && !(e instanceof TruncatedChunkException));
    if (malformed) {
      return new FetchFailure(
          FailureKind.BAD_ANSWER, "answered with something that is not valid HTTP", e);
    }
    if (e instanceof SSLException) {
      return new FetchFailure(FailureKind.INSECURE, "broke off the secure connection", e);
    }
    return new FetchFailure(
        FailureKind.UNREACHABLE, "broke off the connection before the answer was complete", e);
  }

  /**
   * Drops the connection at once. Not by way of the TLS socket, whose closing waits for the peer.
   */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Thrown away either way.
    }
  }
}
