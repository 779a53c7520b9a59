package dev.mynah.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * Hangs up on clients whose request line and header fields drip in. Jetty's idle timeout starts
 * anew with every byte, so that one byte a minute would hold a connection for days. This looks at
 * all connections several times within the deadline: one that received bytes but no whole head for
 * that long is closed.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
  private static final int LOOKS_PER_DEADLINE = 4;

  private final long deadlineNanos;
  private final Scheduler scheduler;
  private final Map<Connection, Progress> open = new ConcurrentHashMap<>();

  HeaderDeadline(Duration deadline, Scheduler scheduler) {
    this.deadlineNanos = deadline.toNanos();
    this.scheduler = scheduler;
  }

  /**
   * What was seen of a connection.
   *
   * @param messages whole heads received
   * @param bytes received in all
   * @param drippingSince when bytes of an unfinished head were first seen, in nanoseconds of {@link
   *     System#nanoTime}, if {@code dripping}
   */
  private record Progress(long messages, long bytes, boolean dripping, long drippingSince) {}

  @Override
  protected void doStart() {
    scheduleLook();
  }

  @Override
  public void onOpened(Connection connection) {
    // What comes over a WebSocket has no heads.
    if (!(connection instanceof WebSocketConnection)) {
      open.put(connection, new Progress(0, 0, false, 0));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  private void scheduleLook() {
    scheduler.schedule(this::look, deadlineNanos / LOOKS_PER_DEADLINE, TimeUnit.NANOSECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    open.forEach((connection, before) -> look(connection, before, now));
    if (isRunning()) {
      scheduleLook();
    }
  }

  private void look(Connection connection, Progress before, long now) {
    long messages = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean answering = messages > connection.getMessagesOut();
    if (answering || messages != before.messages()) {
      open.replace(connection, before, new Progress(messages, bytes, false, 0));
    } else if (!before.dripping() && bytes > before.bytes()) {
      open.replace(connection, before, new Progress(messages, bytes, true, now));
    } else if (before.dripping() && now - before.drippingSince() > deadlineNanos) {
      connection.getEndPoint().close();
    }
  }
}
