package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Speaks texts. */
public final class Speech {
  private static final String TTS = "/v1/tts";

  private final Wire wire;
  private final SpeechCalls calls;

  Speech(Wire wire) {
    this.wire = wire;
    this.calls = new SpeechCalls(wire);
  }

  /**
   * Returns speech as it comes: the first of it while the rest is still being made; at Ace Data
   * Cloud, once all of it is made. Reading slowly slows the service down. A stream that breaks off
   * throws an {@link IOException} instead of ending, so that a part is never taken for the whole.
   *
   * @return a stream that must be closed; closing it early makes the service stop
   */
  public InputStream stream(SpeechRequest request) {
    return open(request);
  }

  private BodyStream open(SpeechRequest request) {
    return wire.transport().open(audioCall(request));
  }

  private Call audioCall(SpeechRequest request) {
    return wire.isAce() ? download(request) : calls.fish(TTS, request);
  }

  /** Has a text spoken at Ace Data Cloud; the file is then somewhere else on the web. */
  private Call download(SpeechRequest request) {
    Call call = calls.ace(request, false);
    JsonNode answer = wire.ask(call);
    return Call.download(
        TaskReader.link(answer)
            .or(() -> TaskReader.link(answer.path("data").path(0)))
            .orElseThrow(
                () ->
                    UnexpectedAnswerException.of(
                        call.words() + " was answered without an audio_url.")));
  }

  /** Returns all of the speech. */
  public byte[] bytes(SpeechRequest request) {
    return wire.transport().fetch(audioCall(request));
  }

  /** Speaks as {@link #bytes} does; cancelling the future makes the service stop. */
  public CompletableFuture<byte[]> bytesAsync(SpeechRequest request) {
    calls.body(request); // what is wrong is told now
    return wire.background().call(() -> bytes(request));
  }

  /**
   * Writes the speech to a file, which is there when all of it is, and not before.
   *
   * @throws IOException if the file can't be written, or the speech breaks off
   */
  public void save(SpeechRequest request, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, ".mynah-", ".part");
    try {
      try (InputStream speech = open(request);
          OutputStream out = Files.newOutputStream(part)) {
        speech.transferTo(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Returns a publisher of speech as it comes. Every subscription is a request of its own, sent
   * when something is asked for; nothing is read that wasn't asked for, which slows the service
   * down. Cancelling makes the service stop.
   */
  public Flow.Publisher<ByteBuffer> publisher(SpeechRequest request) {
    calls.body(request); // what is wrong is told now
    return new PullPublisher<>(wire, () -> source(open(request)));
  }

  /** Hands on what is read of an answer. */
  static PullPublisher.Source<ByteBuffer> source(BodyStream body) {
    return new PullPublisher.Source<>() {
      @Override
      public @Nullable ByteBuffer next() throws IOException {
        return body.nextBuffer();
      }

      @Override
      public void close() {
        body.close();
      }
    };
  }

  /**
   * Speaks and tells when each word is heard, part by part as it is made. Not at Ace Data Cloud.
   *
   * @return parts that must be closed
   */
  public TimedSpeech timed(SpeechRequest request) {
    wire.service().require(Capability.TIMED_SPEECH);
    return new TimedSpeech(
        wire.transport().openEvents(calls.fish(TTS + "/stream/with-timestamp", request)),
        wire.transport().errors());
  }

  /** Publishes what {@link #timed} returns, as {@link #publisher} publishes audio. */
  public Flow.Publisher<SpokenPart> timedPublisher(SpeechRequest request) {
    wire.service().require(Capability.TIMED_SPEECH);
    calls.body(request); // what is wrong is told now
    return new PullPublisher<>(
        wire,
        () -> {
          TimedSpeech speech = timed(request);
          return new PullPublisher.Source<>() {
            @Override
            public @Nullable SpokenPart next() throws IOException {
              return speech.read();
            }

            @Override
            public void close() {
              speech.close();
            }
          };
        });
  }

  /**
   * Begins speech of a text that comes piece by piece, over a WebSocket. Not at Ace Data Cloud.
   *
   * @param request voice and format; a text in it is spoken first
   * @return speech that must be closed
   */
  public LiveSpeech live(SpeechRequest request) {
    return live(request, TTS + "/live");
  }

  /** Begins live speech as {@link #live} does, that also tells {@link LiveSpeech#words}. */
  public LiveSpeech liveTimed(SpeechRequest request) {
    return live(request, TTS + "/live/with-timestamp");
  }

  private LiveSpeech live(SpeechRequest request, String path) {
    wire.service().require(Capability.LIVE_SPEECH);
    ObjectNode start = calls.body(request).put("text", request.text());
    PartReader parts = new PartReader();
    BodyStream audio = wire.transport().newBody();
    WebSocket socket =
        wire.transport()
            .connect(
                wire.url(path),
                request.model(),
                new LiveListener(audio, parts, wire.transport().errors()));
    LiveSpeech live = new LiveSpeech(wire, socket, audio, parts);
    live.start(start);
    return live;
  }

  /**
   * Asks for speech without waiting for it. How it goes on is told by {@link Tasks#find}, {@link
   * Tasks#await} and, if {@link SpeechRequest#callbackUrl} is set, by a callback. At Mynah the
   * request is known by an Idempotency-Key, so that it is never spoken, or charged, twice. Not at
   * Fish Audio.
   */
  public Task later(SpeechRequest request) {
    wire.service().require(Capability.SPEAK_LATER);
    Call call = calls.ace(request, true);
    String id = Json.text(wire.ask(call), "task_id");
    if (id == null) {
      throw UnexpectedAnswerException.of(call.words() + " was answered without a task.");
    }
    return Task.pending(id);
  }

  /**
   * Downloads a file of speech that a {@link Task} or a callback names. The key isn't sent.
   *
   * @return bytes that must be closed
   */
  public InputStream download(URI audio) {
    return wire.transport().open(Call.download(Check.webUrl("audio_url", audio.toString())));
  }
}
