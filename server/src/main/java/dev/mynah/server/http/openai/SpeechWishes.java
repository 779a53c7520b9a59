package dev.mynah.server.http.openai;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.server.http.wire.JsonFields;
import java.util.List;

/** Reads bodies of {@code POST /v1/audio/speech}. */
final class SpeechWishes {
  static final double MIN_SPEED = 0.25;
  static final double MAX_SPEED = 4;
  static final int MAX_INSTRUCTIONS_CHARS = 4_096;

  private static final int MAX_NAME_CHARS = 200;
  private static final List<String> FORMATS = List.of("mp3", "opus", "aac", "flac", "wav", "pcm");
  private static final List<String> STREAM_FORMATS = List.of("audio", "sse");

  private final int maxTextChars;

  /**
   * @param maxTextChars longest text; more than the 4,096 of the service this dialect comes from
   */
  SpeechWishes(int maxTextChars) {
    this.maxTextChars = maxTextChars;
  }

  /** Reads one. Any model will do; what instructions say is taken note of and not followed. */
  SpeechWish read(JsonFields body) {
    body.requiredText("model", MAX_NAME_CHARS);
    String input = body.requiredText("input", maxTextChars);
    String voice = voice(body);
    body.text("instructions", MAX_INSTRUCTIONS_CHARS);
    AudioFormat format =
        AudioFormat.named(body.choice("response_format", FORMATS).orElse("mp3")).orElseThrow();
    double speed = body.number("speed", MIN_SPEED, MAX_SPEED).orElse(1);
    boolean events = body.choice("stream_format", STREAM_FORMATS).orElse("audio").equals("sse");
    return new SpeechWish(input, voice, format, speed, events);
  }

  /** A voice of one's own may be named by an object that holds its id. */
  private static String voice(JsonFields body) {
    if (body.node().path("voice").isObject()) {
      return body.object("voice").orElseThrow().requiredText("id", MAX_NAME_CHARS);
    }
    return body.requiredText("voice", MAX_NAME_CHARS);
  }
}
