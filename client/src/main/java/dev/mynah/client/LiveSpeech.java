package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Speech of a text that is still being written. Text goes in by {@link #say}, or from a publisher
 * this is subscribed to; audio comes out of {@link #audio}, or goes to one subscriber. Both may go
 * on at the same time in two threads. Nothing is taken from the socket that wasn't asked for.
 *
 * <pre>{@code
 * try (LiveSpeech live = mynah.speech().live(SpeechRequest.live().voice(id))) {
 *   live.say("Good ").say("evening. ").finish();
 *   live.audio().transferTo(out);
 * }
 * }</pre>
 */
public final class LiveSpeech implements Flow.Processor<String, ByteBuffer>, AutoCloseable {
  private final Wire wire;
  private final BodyStream audio;
  private final PartReader parts;
  private final WebSocket socket;
  private final ReentrantLock sending = new ReentrantLock();
  private final AtomicBoolean taken = new AtomicBoolean();
  private boolean finished; // guarded by sending
  private Flow.@Nullable Subscription texts; // of the subscription's thread

  LiveSpeech(Wire wire, WebSocket socket, BodyStream audio, PartReader parts) {
    this.wire = wire;
    this.socket = socket;
    this.audio = audio;
    this.parts = parts;
  }

  void start(ObjectNode request) {
    ObjectNode event = Json.object().put("event", "start");
    event.set("request", request);
    send(event);
  }

  /**
   * Adds to the text: a fragment, cut anywhere, also within a word. It is spoken when its sentence
   * is whole.
   *
   * @throws IllegalStateException after {@link #finish}
   * @throws ConnectionException if the connection is lost
   */
  public LiveSpeech say(String fragment) {
    if (!fragment.isEmpty()) {
      sendOpen(Json.object().put("event", "text").put("text", fragment));
    }
    return this;
  }

  /** Has all that has been said until now spoken at once. */
  public LiveSpeech flush() {
    sendOpen(Json.object().put("event", "flush"));
    return this;
  }

  /** Ends the text: the rest is spoken, then the audio ends. Twice is as good as once. */
  public void finish() {
    sending.lock();
    try {
      if (!finished) {
        finished = true;
        send(Json.object().put("event", "stop"));
      }
    } finally {
      sending.unlock();
    }
  }

  private void sendOpen(ObjectNode event) {
    sending.lock();
    try {
      if (finished) {
        throw new IllegalStateException("The text has been finished.");
      }
      send(event);
    } finally {
      sending.unlock();
    }
  }

  private void send(JsonNode event) {
    sending.lock();
    try {
      socket
          .sendBinary(ByteBuffer.wrap(MessagePack.write(event)), true)
          .get(wire.settings().timeouts().idle().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancelledException("The live speech was given up.", e);
    } catch (java.util.concurrent.TimeoutException e) {
      close();
      throw new TimeoutException("Sending text", wire.settings().timeouts().idle(), e);
    } catch (ExecutionException e) {
      throw new ConnectionException("The connection of the live speech is lost.", false, e);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Returns the audio as it comes. It ends when all text has been spoken after {@link #finish}, and
   * throws an {@link IOException} if the speech fails or breaks off.
   *
   * @throws IllegalStateException if the audio has been asked for before
   */
  public InputStream audio() {
    take();
    return audio;
  }

  /** Publishes the audio as it comes, to one subscriber. */
  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    take();
    new PullPublisher<ByteBuffer>(wire, () -> Speech.source(audio)).subscribe(subscriber);
  }

  private void take() {
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException("The audio has been asked for before.");
    }
  }

  /** Returns the words known so far, if {@link Speech#liveTimed} was asked for; else none. */
  public List<TimedText> words() {
    return parts.words();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    texts = subscription;
    subscription.request(1);
  }

  /** Says it, and asks for the next when it has been sent. */
  @Override
  public void onNext(String fragment) {
    Flow.Subscription source = Objects.requireNonNull(texts, "onSubscribe comes first");
    try {
      say(fragment);
    } catch (MynahClientException e) {
      source.cancel();
      audio.onError(e);
      return;
    }
    source.request(1);
  }

  /** Gives the speech up: a text that breaks off isn't spoken to its end. */
  @Override
  public void onError(Throwable failure) {
    socket.abort();
    audio.onError(failure);
  }

  /** Finishes the text. */
  @Override
  public void onComplete() {
    finish();
  }

  /** Ends the connection, which makes the service stop if it hasn't finished. */
  @Override
  public void close() {
    Flow.Subscription source = texts;
    if (source != null) {
      source.cancel();
    }
    audio.close();
    socket.abort();
  }
}
