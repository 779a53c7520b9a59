package dev.mynah.server.http;

import dev.mynah.server.http.wire.WebSocket;
import dev.mynah.server.http.wire.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** A WebSocket of Jetty's. Public because Jetty calls it by reflection. */
public final class JettyWebSocket implements Session.Listener, WebSocket {
  private final WebSocketListener listener;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Session session;

  JettyWebSocket(WebSocketListener listener) {
    this.listener = listener;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    listener.opened(this);
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
    byte[] part = new byte[payload.remaining()];
    payload.get(part);
    callback.succeed();
    listener.received(part, true, last);
  }

  @Override
  public void onWebSocketPartialText(String payload, boolean last) {
    listener.received(payload.getBytes(StandardCharsets.UTF_8), false, last);
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    tellClosed();
    callback.succeed();
  }

  /** Jetty closes what failed; also a socket that was never opened ends here. */
  @Override
  public void onWebSocketError(Throwable cause) {
    tellClosed();
  }

  private void tellClosed() {
    if (closed.compareAndSet(false, true)) {
      listener.closed();
    }
  }

  @Override
  public void demand() {
    Session open = session;
    if (open != null && !closed.get()) {
      open.demand();
    }
  }

  @Override
  public CompletableFuture<Void> send(byte[] message, boolean binary) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    Session open = session;
    if (open == null || closed.get()) {
      sent.completeExceptionally(new ClosedChannelException());
    } else if (binary) {
      open.sendBinary(ByteBuffer.wrap(message), completing(sent));
    } else {
      open.sendText(new String(message, StandardCharsets.UTF_8), completing(sent));
    }
    return sent;
  }

  private static Callback completing(CompletableFuture<Void> future) {
    return Callback.from(() -> future.complete(null), future::completeExceptionally);
  }

  @Override
  public void close(int code, String reason) {
    Session open = session;
    if (open != null) {
      open.close(code, reason, Callback.NOOP);
    }
  }

  @Override
  public void abort() {
    Session open = session;
    if (open != null) {
      open.disconnect();
    }
  }
}
