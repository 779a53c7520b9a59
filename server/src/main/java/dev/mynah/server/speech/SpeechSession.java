package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.Latency;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.SpeechStream;
import dev.mynah.server.rendering.SpokenPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Speech being made for a listener: any number of texts through one level and one encoder. A worker
 * of the pool is held only while a stretch of text, about a sentence, is spoken: never while the
 * session waits for text, nor while its listener is slow. Used by one thread.
 */
public final class SpeechSession implements AutoCloseable {
  /** With less than this waiting for the listener, the next stretch is spoken. */
  private static final long LITTLE = 256 << 10;

  /** With more than this ahead of the listener, in seconds, the next text need not hurry. */
  private static final double AMPLE = 0.5;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** How often a session that waits looks whether it is still wanted. */
  private static final long LOOK = Duration.ofMillis(20).toNanos();

  private final SynthesisPool pool;
  private final SpeechOrder order;
  private final SpeechStudio studio;
  private final SpeechStudio.Cast cast;
  private final SessionBooks books;
  private final SpeechListener listener;
  private final CancelSignal gone;
  private final SpeechBuffer buffer = new SpeechBuffer();
  private final ReentrantLock speaking = new ReentrantLock();
  private final SpeechStream stream; // guarded by speaking
  private volatile boolean ended;
  private volatile double madeSeconds;
  private long soundingSince; // System.nanoTime, 0 before the first audio
  private int lastSpeaker;
  private @Nullable ErrorCode failure;

  SpeechSession(
      SpeechStudio studio,
      SynthesisPool pool,
      SpeechOrder order,
      SpeechStudio.Cast cast,
      SessionBooks books,
      SpeechListener listener,
      CancelSignal gone) {
    this.studio = studio;
    this.pool = pool;
    this.order = order;
    this.cast = cast;
    this.books = books;
    this.listener = listener;
    this.gone = gone;
    this.stream = studio.stream(order, cast, buffer);
  }

  /**
   * Speaks the next piece of text; returns when its last sample is encoded and the listener has got
   * all of it. Charged when it begins to sound.
   *
   * @param text any length up to the server's limit
   * @throws MynahException if the text is wrong or can't be spoken, too much is waiting, credit is
   *     exhausted, or nobody listens any more
   * @throws IOException if the listener throws it
   */
  public void say(String text) throws IOException {
    if (ended) {
      throw new IllegalStateException("the session has ended");
    }
    try {
      String clean = studio.checkedText(text);
      List<SpeakerTurns.Turn> turns = SpeakerTurns.of(clean, cast.profiles().size(), lastSpeaker);
      List<SpokenPart> parts = SpeechStudio.parts(turns, cast.profiles());
      lastSpeaker = turns.getLast().speaker();
      add(parts);
      FutureTask<Boolean> first = step(true);
      books.reserve(clean); // while a worker begins; nobody has heard it yet
      deliver(first);
      books.said();
    } catch (MynahException e) {
      failure = e.code();
      throw e;
    }
  }

  private void add(List<SpokenPart> parts) {
    speaking.lock();
    try {
      stream.add(parts, secondsAhead() > AMPLE ? Latency.NORMAL : order.latency());
    } finally {
      speaking.unlock();
    }
  }

  private void deliver(FutureTask<Boolean> first) throws IOException {
    FutureTask<Boolean> step = first;
    while (true) {
      if (unwanted()) {
        throw MynahException.of(ErrorCode.UNAVAILABLE, "Nobody listens any more.");
      }
      SpeechBuffer.Piece piece = awaitPiece();
      if (piece != null) {
        tell(piece);
      }
      if (step.isDone()) {
        if (!more(step)) {
          break;
        }
        if (buffer.bytes() < LITTLE) {
          step = step(false);
        }
      }
    }
    tellAll();
  }

  /** Whether there may be more to say. What sounded before a failure is heard. */
  private boolean more(FutureTask<Boolean> step) throws IOException {
    try {
      return SpeechStudio.outcome(step);
    } catch (MynahException e) {
      tellAll();
      throw e;
    }
  }

  private void tell(SpeechBuffer.Piece piece) throws IOException {
    if (piece instanceof SpeechBuffer.Piece.Beginning beginning) {
      books.begun(CleanText.utf8Bytes(beginning.content()));
    } else if (piece instanceof SpeechBuffer.Piece.Audio && soundingSince == 0) {
      soundingSince = System.nanoTime();
    }
    SpeechBuffer.tell(listener, piece);
  }

  /** How much longer the listener has something to hear, if it plays what it gets at once. */
  private double secondsAhead() {
    return soundingSince == 0
        ? 0
        : madeSeconds - (System.nanoTime() - soundingSince) / (double) SECOND;
  }

  /** What is needed soonest is spoken soonest. */
  private FutureTask<Boolean> step(boolean first) {
    long due = System.nanoTime() + (long) (Math.max(0, secondsAhead()) * SECOND);
    return pool.submitStep(
        books.ownerId(), new SynthesisPool.Step(due, first, buffer::notice), this::speakStretch);
  }

  private boolean speakStretch() throws IOException {
    speaking.lock();
    try {
      boolean spoken = !ended && stream.next(() -> unwanted() || pool.stopping().cancelled());
      madeSeconds = stream.seconds();
      return spoken;
    } finally {
      speaking.unlock();
    }
  }

  private boolean unwanted() {
    return ended || gone.cancelled();
  }

  private SpeechBuffer.@Nullable Piece awaitPiece() {
    try {
      return buffer.await(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    }
  }

  private void tellAll() throws IOException {
    for (SpeechBuffer.Piece piece = buffer.poll(); piece != null; piece = buffer.poll()) {
      tell(piece);
    }
  }

  /**
   * Ends the container, and enters what was spoken in the ledger. Nothing can be said afterwards.
   *
   * @throws IOException if the listener throws it
   */
  public void finish() throws IOException {
    if (ended) {
      throw new IllegalStateException("the session has ended");
    }
    speaking.lock();
    try {
      double unused = stream.finish();
      ended = true;
    } finally {
      speaking.unlock();
    }
    books.end(null);
    tellAll();
  }

  /** Without {@link #finish} before: breaks off; the ledger gets what was spoken. */
  @Override
  public void close() {
    ended = true;
    speaking.lock(); // whoever speaks now stops at its next sound
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      speaking.unlock();
      books.end(failure);
    }
  }
}
