package dev.mynah.server.http.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.StreamedBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server-sent events of this dialect: one line of JSON each, told apart by their {@code type}. */
final class SpeechEvents {
  /** Length of what counts as a token of sound, as with OpenAI's own models. */
  private static final double TOKENS_A_SECOND = 20;

  /** Media type of a stream of events. */
  static final String MEDIA_TYPE = "text/event-stream";

  private static final Logger LOG = LoggerFactory.getLogger(SpeechEvents.class);

  private SpeechEvents() {}

  /**
   * Tells a failure by an event where the answer has begun already.
   *
   * @throws MynahException the failure itself, where it hasn't
   */
  static void tellFailure(StreamedBody body, MynahException failure) {
    if (!body.begun()) {
      throw failure;
    }
    if (body.gone()) {
      return;
    }
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("An answer broke off", failure);
    }
    try {
      body.write(event(OpenAiErrors.body(failure)));
    } catch (IOException gone) {
      LOG.debug("The listener has gone", gone);
    }
  }

  /** Returns a piece of sound as an event. */
  static byte[] delta(byte[] audio) {
    return event(new Delta("speech.audio.delta", Base64.getEncoder().encodeToString(audio)));
  }

  /**
   * Returns the event that ends the sound.
   *
   * @param textBytes length of the text in UTF-8, which is what is charged
   * @param seconds length of the sound
   */
  static byte[] done(long textBytes, double seconds) {
    long sound = (long) Math.ceil(seconds * TOKENS_A_SECOND);
    return event(new Done("speech.audio.done", new Usage(textBytes, sound, textBytes + sound)));
  }

  /** Returns any record as an event. */
  static byte[] event(Object body) {
    byte[] json = Json.write(body);
    byte[] head = "data: ".getBytes(StandardCharsets.US_ASCII);
    byte[] event = new byte[head.length + json.length + 2];
    System.arraycopy(head, 0, event, 0, head.length);
    System.arraycopy(json, 0, event, head.length, json.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }

  private record Delta(String type, String audio) {}

  private record Done(String type, Usage usage) {}

  private record Usage(
      @JsonProperty("input_tokens") long inputTokens,
      @JsonProperty("output_tokens") long outputTokens,
      @JsonProperty("total_tokens") long totalTokens) {}
}
