package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Speech with the times of its words, part by part as it comes. It must be closed; closing it early
 * makes the service stop. One thread at a time reads it.
 */
public final class TimedSpeech implements Iterator<SpokenPart>, AutoCloseable {
  private final BodyStream body;
  private final EventStream events;
  private final ErrorReader errors;
  private final PartReader parts = new PartReader();
  private @Nullable SpokenPart ready;
  private boolean ended;

  TimedSpeech(BodyStream body, ErrorReader errors) {
    this.body = body;
    this.events = new EventStream(body);
    this.errors = errors;
  }

  /**
   * Returns whether there is a further part, waiting for it.
   *
   * @throws ServiceException if the service says that it failed
   * @throws ConnectionException if the speech breaks off
   */
  @Override
  public boolean hasNext() {
    if (ready == null && !ended) {
      try {
        ready = read();
      } catch (IOException e) {
        throw new ConnectionException("The speech broke off before its end.", false, e);
      }
      ended = ready == null;
    }
    return ready != null;
  }

  /** Returns the next part, or null at the end. */
  @Nullable SpokenPart read() throws IOException {
    EventStream.Event event = events.next();
    if (event == null) {
      return null;
    }
    ServiceException failure = PartReader.failure(event, errors);
    if (failure != null) {
      throw failure;
    }
    return parts.read(Json.readObject(event.data().getBytes(UTF_8), "A part of the speech"));
  }

  /** Returns the next part; see {@link #hasNext}. */
  @Override
  public SpokenPart next() {
    if (!hasNext() || ready == null) {
      throw new NoSuchElementException();
    }
    SpokenPart part = ready;
    ready = null;
    return part;
  }

  /** Returns all words known so far, with their times from the beginning of the speech. */
  public List<TimedText> words() {
    return parts.words();
  }

  @Override
  public void close() {
    body.close();
  }
}
