package dev.mynah.server.http.fish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.rendering.Alignment;
import dev.mynah.server.speech.SpeechListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Speech as server-sent events: audio at once, and the times of a chunk's words as soon as they are
 * known. While nothing is said for a while, comments keep proxies and clients from giving up.
 */
final class SpeechEvents implements SpeechListener, AutoCloseable {
  static final String CONTENT_TYPE = "text/event-stream";

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final byte[] COMMENT = ": more to come\n\n".getBytes(StandardCharsets.US_ASCII);

  private final StreamedBody body;
  private final ReentrantLock sending = new ReentrantLock();
  private final Thread keeper;
  private volatile long lastSent = System.nanoTime();
  private int chunk;
  private String content = "";
  private double offsetSeconds; // of the chunk; until its times are known, where the last one ended
  private double endSeconds; // of the chunk, once known
  private boolean closed; // guarded by sending
  private @Nullable Times times; // of the chunk, once known

  SpeechEvents(StreamedBody body) {
    this.body = body;
    this.keeper = Thread.ofVirtual().name("events").start(this::keepAlive);
  }

  @Override
  public void beginning(int chunkSeq, String text) {
    chunk = chunkSeq;
    content = text;
    offsetSeconds = endSeconds;
    times = null;
  }

  @Override
  public void audio(byte[] encoded) throws IOException {
    send(encoded);
  }

  /** Tells the times with no audio: what they are about is out already. */
  @Override
  public void aligned(Alignment alignment) throws IOException {
    chunk = alignment.chunkSeq();
    content = alignment.content();
    offsetSeconds = alignment.chunkOffsetSeconds();
    times =
        new Times(
            alignment.words().stream()
                .map(word -> new Segment(word.text(), word.startSeconds(), word.endSeconds()))
                .toList(),
            alignment.audioDurationSeconds());
    endSeconds = offsetSeconds + alignment.audioDurationSeconds();
    send(new byte[0]);
  }

  /** Tells that nothing more comes, and why; whoever knows no such event sees the stream break. */
  void failed(Answer error) throws IOException {
    write(event("error", error.body()));
  }

  private void send(byte[] audio) throws IOException {
    Message message =
        new Message(
            Base64.getEncoder().encodeToString(audio), content, times, chunk, offsetSeconds);
    write(event("message", Json.write(message)));
  }

  private static byte[] event(String name, byte[] data) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 64);
    event.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(data);
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return event.toByteArray();
  }

  private void write(byte[] bytes) throws IOException {
    sending.lock();
    try {
      body.write(bytes);
      lastSent = System.nanoTime();
    } finally {
      sending.unlock();
    }
  }

  private void comment() throws IOException {
    sending.lock();
    try {
      if (!closed) {
        write(COMMENT);
      }
    } finally {
      sending.unlock();
    }
  }

  private void keepAlive() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long quiet = System.nanoTime() - lastSent;
        if (quiet >= QUIET.toNanos()) {
          comment();
        } else {
          Thread.sleep(Duration.ofNanos(QUIET.toNanos() - quiet));
        }
      }
    } catch (IOException gone) {
      body.breakOff(gone); // whoever speaks finds out by its next event
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends with the comments; the stream itself ends with its request. */
  @Override
  public void close() {
    endComments();
  }

  /** Sends no comments from now on. */
  void endComments() {
    sending.lock();
    try {
      closed = true;
      keeper.interrupt(); // not while it writes: that would break the connection
    } finally {
      sending.unlock();
    }
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Message(
      @JsonProperty("audio_base64") String audioBase64,
      String content,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Times alignment,
      @JsonProperty("chunk_seq") int chunkSeq,
      @JsonProperty("chunk_audio_offset_sec") double chunkAudioOffsetSeconds) {}

  private record Times(
      List<Segment> segments, @JsonProperty("audio_duration") double audioDuration) {}

  private record Segment(String text, double start, double end) {}
}
