package dev.mynah.server.http.wire;

import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The heap that the bodies of all requests may take together. Each may be large, and there may be
 * as many requests as connections; the product is more than any heap. A body counts as it arrives,
 * not as it is announced, and until its request is answered.
 *
 * <p>The first {@link #FREE_BYTES} of each body count nothing, so that small requests get through
 * while large ones fill the budget. Large bodies are parsed one after the other, since parsing
 * takes several times the heap that keeping does.
 */
public final class BodyMemory {
  static final int FREE_BYTES = 64 << 10;

  /** A body is there as text, and what it holds as bytes besides. */
  private static final int COPIES_KEPT = 2;

  /** While JSON is parsed, its text is there as bytes, as UTF-16, and in buffers that grow. */
  private static final int COPIES_PARSED = 5;

  private static final Duration COME_BACK = Duration.ofSeconds(5);
  private static final String ATTRIBUTE = "dev.mynah.body";

  private final long mostBytes;
  private final AtomicLong keptBytes = new AtomicLong();
  private final ReentrantLock parsing = new ReentrantLock(true);

  /**
   * @param mostBytes of all bodies together, of heap
   */
  public BodyMemory(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * Returns the budget of a server: half the heap, less what parsing the largest body takes, but
   * never less than one such body needs.
   *
   * @param heapBytes the largest heap
   * @param maxBodyBytes the largest body taken
   */
  public static BodyMemory of(long heapBytes, long maxBodyBytes) {
    long parsed = COPIES_PARSED * maxBodyBytes;
    return new BodyMemory(Math.max(COPIES_KEPT * maxBodyBytes, heapBytes / 2 - parsed));
  }

  /** Returns how many bytes of heap the bodies of all requests take together at most. */
  public long most() {
    return mostBytes;
  }

  /** Returns how many they take now. */
  public long kept() {
    return keptBytes.get();
  }

  /** Gives back what the body of a request took, once the request is answered. */
  public static void release(Context context) {
    if (context.attribute(ATTRIBUTE) instanceof Share share) {
      share.close();
      context.attribute(ATTRIBUTE, null);
    }
  }

  /** Begins the body of a request; {@link #release} ends it. */
  Share share(Context context) {
    release(context);
    Share share = share();
    context.attribute(ATTRIBUTE, share);
    return share;
  }

  /** Begins a body that belongs to no request; whoever takes it closes its share. */
  public Share share() {
    return new Share();
  }

  /** What one request takes; used by its thread only. */
  public final class Share implements AutoCloseable {
    private long taken;

    private Share() {}

    /**
     * Takes what a body of this length needs.
     *
     * @param bytes received so far
     * @throws MynahException with OVERLOADED if the bodies of others leave too little
     */
    public void grow(long bytes) {
      long more = COPIES_KEPT * Math.max(0, bytes - FREE_BYTES) - taken;
      if (more <= 0) {
        return;
      }
      long before = keptBytes.getAndUpdate(kept -> kept + more > mostBytes ? kept : kept + more);
      if (before + more > mostBytes) {
        throw MynahException.overloaded(
            "Too many large requests are being read at once; try again shortly.", COME_BACK);
      }
      taken += more;
    }

    /** Runs the parsing of the body, alone if it is large. */
    public <T> T parsed(Supplier<T> parser) {
      if (taken == 0) {
        return parser.get();
      }
      parsing.lock();
      try {
        return parser.get();
      } finally {
        parsing.unlock();
      }
    }

    @Override
    public void close() {
      keptBytes.addAndGet(-taken);
      taken = 0;
    }
  }
}
