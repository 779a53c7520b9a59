package dev.mynah.server.http.fish.live;

import dev.mynah.server.http.fish.FishCalls;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.SocketEndpoint;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.http.wire.WebSocketListener;
import dev.mynah.server.token.Scope;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A path for live speech. The key is looked at in the handshake, so that a wrong one is answered
 * like any other request's, and again at every start.
 */
final class LiveEndpoint implements SocketEndpoint, LiveConversation.Watch {
  private static final Duration BREAK_OFF = Duration.ofSeconds(2);

  private final String path;
  private final boolean aligned;
  private final FishCalls calls;
  private final LiveStudio studio;
  private final BodyMemory memory;
  private final LiveLimits limits;
  private final Set<LiveConversation> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean draining;

  /**
   * @param aligned whether messages of audio say what is said in them
   */
  LiveEndpoint(
      String path,
      boolean aligned,
      FishCalls calls,
      LiveStudio studio,
      BodyMemory memory,
      LiveLimits limits) {
    this.path = path;
    this.aligned = aligned;
    this.calls = calls;
    this.studio = studio;
    this.memory = memory;
    this.limits = limits;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public WebSocketListener open(Context handshake) throws Exception {
    calls.behind(Scope.SPEAK, (context, caller) -> {}).handle(handshake);
    return new LiveConversation(
        studio,
        Objects.requireNonNull(BearerKeys.of(handshake)),
        Traces.of(handshake),
        memory,
        limits,
        aligned,
        this);
  }

  @Override
  public void begun(LiveConversation conversation) {
    open.add(conversation);
    if (draining) {
      conversation.stop();
    }
  }

  @Override
  public void ended(LiveConversation conversation) {
    lock.lock();
    try {
      open.remove(conversation);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void drain(Duration limit) throws InterruptedException {
    draining = true;
    open.forEach(LiveConversation::stop);
    if (!awaitEnd(limit)) {
      open.forEach(LiveConversation::breakOff);
      boolean unused = awaitEnd(BREAK_OFF);
    }
  }

  private boolean awaitEnd(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!open.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return open.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
