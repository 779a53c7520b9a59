package dev.mynah.server.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A stretch of network on loopback that can fail: it is cut, or breaks answers off. */
public final class Relay implements AutoCloseable {
  private final int target;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger breaks = new AtomicInteger();
  private volatile boolean cut;
  private volatile long breakAfter;

  /**
   * Opens a relay.
   *
   * @param target port on loopback it leads to
   */
  public Relay(int target) {
    this.target = target;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Returns the port to connect to. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Breaks every connection, and those to come, until {@link #mend}. */
  public void cut() {
    cut = true;
    open.forEach(Relay::hangUp);
  }

  /** Lets connections through again. */
  public void mend() {
    cut = false;
  }

  /** Breaks the next answers off after so many bytes. */
  public void breakAnswers(int times, long afterBytes) {
    breakAfter = afterBytes;
    breaks.set(times);
  }

  /** Returns how many answers are still to be broken off. */
  public int breaksLeft() {
    return breaks.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        if (cut) {
          hangUp(client);
        } else {
          Thread.ofVirtual().start(() -> connect(client));
        }
      }
    } catch (IOException closed) {
      cut(); // the end of the test
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket();
      open.add(client);
      open.add(server);
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      Thread.ofVirtual().start(() -> pump(client, server, false));
      pump(server, client, true);
    } catch (IOException e) {
      hangUp(client);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[1 << 14];
    long passed = 0;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        passed += read;
        if (answers && passed >= breakAfter && breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          break;
        }
      }
    } catch (IOException e) {
      // One side is gone, and so the other goes too: that is all this test device does.
    } finally {
      hangUp(from);
      hangUp(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
