package dev.mynah.server.speech;

import dev.mynah.server.rendering.Alignment;
import dev.mynah.server.rendering.StreamSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a fast speaker and a slow listener. The speaker never waits here: it is asked
 * for the next stretch only while little is held, so that at most one stretch more comes.
 */
final class SpeechBuffer implements StreamSink {
  private static final int PIECE_BYTES = 32 << 10; // given to the listener at a time, about

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long bytes;
  private boolean noticed;

  /** What a listener hears of, in order. */
  sealed interface Piece {
    record Audio(byte[] bytes) implements Piece {}

    record Beginning(int chunkSeq, String content) implements Piece {}

    record Aligned(Alignment alignment) implements Piece {}
  }

  @Override
  public void audio(byte[] encoded) {
    add(new Piece.Audio(encoded));
  }

  @Override
  public void beginning(int chunkSeq, String content) {
    add(new Piece.Beginning(chunkSeq, content));
  }

  @Override
  public void aligned(Alignment alignment) {
    add(new Piece.Aligned(alignment));
  }

  private void add(Piece piece) {
    lock.lock();
    try {
      pieces.add(piece);
      bytes += piece instanceof Piece.Audio audio ? audio.bytes().length : 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits for a piece, though there may be none. */
  void notice() {
    lock.lock();
    try {
      noticed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes of audio are held. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the next piece, or null if there is none. */
  @Nullable Piece poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next piece, a notice or the end of the time; null if there is no piece then. */
  @Nullable Piece await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (pieces.isEmpty() && !noticed && left > 0) {
        left = changed.awaitNanos(left);
      }
      noticed = false;
      return next();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next piece; audio that is there already goes out together. */
  private @Nullable Piece next() {
    Piece first = pieces.poll();
    if (!(first instanceof Piece.Audio audio)) {
      return first;
    }
    bytes -= audio.bytes().length;
    if (!(pieces.peek() instanceof Piece.Audio)) {
      return first;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream(PIECE_BYTES);
    joined.writeBytes(audio.bytes());
    while (pieces.peek() instanceof Piece.Audio more
        && joined.size() + more.bytes().length <= PIECE_BYTES) {
      pieces.remove();
      bytes -= more.bytes().length;
      joined.writeBytes(more.bytes());
    }
    return new Piece.Audio(joined.toByteArray());
  }

  /** Tells a listener of a piece. */
  static void tell(SpeechListener listener, Piece piece) throws IOException {
    switch (piece) {
      case Piece.Audio audio -> listener.audio(audio.bytes());
      case Piece.Beginning beginning ->
          listener.beginning(beginning.chunkSeq(), beginning.content());
      case Piece.Aligned aligned -> listener.aligned(aligned.alignment());
    }
  }
}
