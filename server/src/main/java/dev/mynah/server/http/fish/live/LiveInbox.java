package dev.mynah.server.http.fish.live;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyMemory;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages between the thread that receives them and the one that handles them. What waits is
 * bounded: when there is enough, no more is asked for until some of it is handled, and the client's
 * own connection holds the rest. A large message counts among the bodies of all requests.
 */
final class LiveInbox {
  /** What a message takes beside its bytes. */
  private static final int OVERHEAD_BYTES = 128;

  private final BodyMemory memory;
  private final LiveLimits limits;
  private final Runnable demand;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Message> waiting = new ArrayDeque<>(); // guarded by the lock
  private int waitingBytes; // guarded by the lock
  private boolean paused; // guarded by the lock
  private boolean ended; // guarded by the lock
  private boolean woken; // guarded by the lock

  // Only the receiving thread has to do with the message that is coming in.
  private ByteArrayOutputStream coming = new ByteArrayOutputStream();
  private BodyMemory.@Nullable Share share;
  private long begunNanos;
  private boolean begun;
  private boolean refused;

  /**
   * A message, or why there is none.
   *
   * @param bytes what was sent, empty if it was refused
   * @param binary whether it is msgpack rather than JSON
   * @param refusal why it was refused
   * @param share what it takes of the memory for bodies
   */
  record Message(
      byte[] bytes,
      boolean binary,
      @Nullable MynahException refusal,
      BodyMemory.@Nullable Share share)
      implements AutoCloseable {
    int weight() {
      return bytes.length + OVERHEAD_BYTES;
    }

    /** Gives back its memory. */
    @Override
    public void close() {
      if (share != null) {
        share.close();
      }
    }
  }

  /**
   * @param demand asks for the next part of a message
   */
  LiveInbox(BodyMemory memory, LiveLimits limits, Runnable demand) {
    this.memory = memory;
    this.limits = limits;
    this.demand = demand;
  }

  /** Takes a part of a message. */
  void receive(byte[] part, boolean binary, boolean last) {
    if (hasEnded()) {
      demand.run(); // so that the end of the connection is seen behind what still comes
      return;
    }
    if (!begun) {
      begun = true;
      refused = false;
      begunNanos = System.nanoTime();
      share = memory.share();
    }
    if (!refused) {
      take(part, binary);
    }
    if (last) {
      if (!refused) {
        put(new Message(coming.toByteArray(), binary, null, share));
      }
      forget();
      begun = false;
    }
    demandIfRoom();
  }

  private void take(byte[] part, boolean binary) {
    try {
      long size = (long) coming.size() + part.length;
      if (size > limits.message().maxBytes()) {
        throw MynahException.of(
            ErrorCode.TOO_LARGE,
            "The message is larger than " + limits.message().maxBytes() + " bytes.");
      }
      if (limits.message().tooSlow(Duration.ofNanos(System.nanoTime() - begunNanos), size)) {
        throw MynahException.of(ErrorCode.REQUEST_TOO_SLOW, "The message came too slowly.");
      }
      if (share != null) {
        share.grow(size);
      }
      coming.write(part, 0, part.length);
    } catch (MynahException failure) {
      refused = true;
      if (share != null) {
        share.close();
      }
      forget();
      put(new Message(new byte[0], binary, failure, null));
    }
  }

  private void forget() {
    coming = new ByteArrayOutputStream();
    share = null;
  }

  private void put(Message message) {
    lock.lock();
    try {
      if (ended) {
        message.close();
        return;
      }
      waiting.add(message);
      waitingBytes += message.weight();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void demandIfRoom() {
    lock.lock();
    try {
      paused = waitingBytes >= limits.waitingBytes();
      if (paused) {
        return;
      }
    } finally {
      lock.unlock();
    }
    demand.run();
  }

  /**
   * Waits for the next message.
   *
   * @return null if none came in time, the inbox has been {@link #wake woken}, or no more will come
   */
  @Nullable Message await(Duration limit) throws InterruptedException {
    boolean resume = false;
    try {
      lock.lock();
      try {
        long left = limit.toNanos();
        while (waiting.isEmpty() && !ended && !woken && left > 0) {
          left = changed.awaitNanos(left);
        }
        woken = false;
        Message message = waiting.poll();
        if (message != null) {
          waitingBytes -= message.weight();
          resume = paused && waitingBytes < limits.waitingBytes() / 2;
          paused &= !resume;
        }
        return message;
      } finally {
        lock.unlock();
      }
    } finally {
      if (resume) {
        demand.run();
      }
    }
  }

  private boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Makes whoever waits look around. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that nothing more will come; what waits is forgotten. Called where messages come in. */
  void end() {
    if (share != null) {
      share.close();
    }
    forget();
    lock.lock();
    try {
      ended = true;
      waiting.forEach(Message::close);
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
