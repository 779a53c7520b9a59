package dev.mynah.server.http.ace;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.audio.encode.InvalidEncodingException;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.speech.InlineReference;
import dev.mynah.server.speech.SpeechOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is to be spoken, at {@code /fish/tts} and at {@code /fish/audios}. */
final class SpeechOrders {
  private static final List<String> FORMATS = List.of("mp3", "wav", "pcm", "opus");
  private static final List<Integer> MP3_KILOBITS = List.of(64, 128, 192);
  private static final List<Integer> OPUS_BITRATES =
      List.of(-1000, 24, 32, 48, 64, 24_000, 32_000, 48_000, 64_000);
  private static final List<String> LATENCIES = List.of("normal", "balanced", "low");
  private static final Set<String> MODELS =
      Set.of(
          "s1",
          "s1-mini",
          "s2-pro",
          "s2.1-pro",
          "s2.1-pro-free",
          "speech-1.5",
          "speech-1.6",
          "agent-x0",
          "drama-3");
  private static final String LEGACY_MODEL = "fish-tts";
  private static final int MAX_ID_CHARS = 200;
  private static final int MAX_MODEL_CHARS = 100;
  private static final int MAX_VOICES = 16;
  private static final int MAX_REFERENCES = 10;
  private static final int MAX_TRANSCRIPT_CHARS = 10_000;
  private static final int MAX_CHUNK_CHARS = 10_000;
  private static final int MAX_TOKENS = 1_000_000;
  private static final int MIN_SAMPLE_RATE = 8_000; // Hz
  private static final int MAX_SAMPLE_RATE = 48_000; // Hz

  private final int maxTextChars;

  SpeechOrders(int maxTextChars) {
    this.maxTextChars = maxTextChars;
  }

  /**
   * Reads a body of {@code /fish/tts}.
   *
   * @param modelHeader the header {@code model}, which counts like the field of that name
   */
  SpeechOrder tts(JsonFields body, @Nullable String modelHeader) {
    if (modelHeader != null && !modelHeader.isBlank()) {
      requireKnownModel(modelHeader.strip());
    }
    body.text("model", MAX_MODEL_CHARS).ifPresent(SpeechOrders::requireKnownModel);
    checkSamplingFields(body);
    Optional<JsonFields> prosody = body.object("prosody");
    return new SpeechOrder(
        body.requiredText("text", maxTextChars),
        voiceIds(body),
        references(body),
        encoding(body),
        prosody.flatMap(SpeechOrders::speed).orElse(1.0),
        prosody
            .map(
                p ->
                    p.number("volume", -SpeechOrder.MAX_VOLUME_DB, SpeechOrder.MAX_VOLUME_DB)
                        .orElse(0))
            .orElse(0.0),
        prosody.map(p -> p.flag("normalize_loudness", true)).orElse(true),
        null,
        seed(body));
  }

  /** Reads a body of {@code /fish/audios}. */
  SpeechOrder legacy(JsonFields body) {
    body.choice("action", List.of("speech", "generate"));
    Optional<String> model = body.text("model", MAX_MODEL_CHARS);
    if (model.isPresent() && !model.get().equals(LEGACY_MODEL)) {
      requireKnownModel(model.get());
    }
    String prompt = body.requiredText("prompt", maxTextChars);
    String voiceId = body.text("voice_id", MAX_ID_CHARS).orElse("");
    if (voiceId.isBlank()) {
      throw MynahException.invalid("voice_id", "voice_id is required when action is speech");
    }
    return SpeechOrder.plain(prompt, List.of(voiceId), EncodingSettings.of(AudioFormat.MP3));
  }

  private static void requireKnownModel(String model) {
    if (!MODELS.contains(model)) {
      throw MynahException.of(ErrorCode.UNKNOWN_MODEL, "model is invalid.");
    }
  }

  private static List<String> voiceIds(JsonFields body) {
    List<String> ids = body.oneOrMoreTexts("reference_id", MAX_VOICES, MAX_ID_CHARS);
    if (body.has("reference_id") && (ids.isEmpty() || ids.stream().anyMatch(String::isBlank))) {
      // An empty id is a client's slip; the default voice would hide it.
      throw body.wrong("reference_id", "must not be empty");
    }
    return ids;
  }

  private static List<InlineReference> references(JsonFields body) {
    return body.objects("references", MAX_REFERENCES).stream()
        .map(
            reference ->
                new InlineReference(
                    Recordings.required(reference, "audio"),
                    reference
                        .text("text", MAX_TRANSCRIPT_CHARS)
                        .filter(text -> !text.isBlank())
                        .orElse(null)))
        .toList();
  }

  private static Optional<Double> speed(JsonFields prosody) {
    return prosody.number("speed", SpeechRequest.MIN_SPEED, SpeechRequest.MAX_SPEED).stream()
        .boxed()
        .findFirst();
  }

  private static @Nullable Long seed(JsonFields body) {
    OptionalLong seed = body.whole("seed", Integer.MIN_VALUE, 0xFFFF_FFFFL);
    return seed.isPresent() ? seed.getAsLong() : null;
  }

  private static EncodingSettings encoding(JsonFields body) {
    AudioFormat format =
        switch (body.choice("format", FORMATS).orElse("mp3")) {
          // Here pcm comes in a WAV file, as the service this dialect comes from has it.
          case "wav", "pcm" -> AudioFormat.WAV;
          case "opus" -> AudioFormat.OPUS;
          default -> AudioFormat.MP3;
        };
    EncodingSettings settings = EncodingSettings.of(format);
    OptionalInt mp3Bitrate = body.wholeOf("mp3_bitrate", MP3_KILOBITS);
    OptionalInt opusBitrate = body.wholeOf("opus_bitrate", OPUS_BITRATES);
    OptionalLong sampleRate = body.whole("sample_rate", MIN_SAMPLE_RATE, MAX_SAMPLE_RATE);
    try {
      if (sampleRate.isPresent()) {
        settings = settings.withSampleRate((int) sampleRate.getAsLong());
      }
      OptionalInt bitrate = format == AudioFormat.OPUS ? opusBitrate : mp3Bitrate;
      return bitrate.isPresent() ? settings.withRequestedBitrate(bitrate.getAsInt()) : settings;
    } catch (InvalidEncodingException invalid) {
      String field =
          switch (invalid.setting()) {
            case SAMPLE_RATE -> "sample_rate";
            case BITRATE -> format == AudioFormat.OPUS ? "opus_bitrate" : "mp3_bitrate";
          };
      throw MynahException.invalid(field, field + ": " + invalid.getMessage());
    }
  }

  /** Fields that steer other engines: checked, so that a slip is found, and then not used. */
  private static void checkSamplingFields(JsonFields body) {
    Optional<String> latency = body.text("latency", MAX_MODEL_CHARS);
    if (latency.isPresent() && !latency.get().isEmpty()) {
      body.choice("latency", LATENCIES);
    }
    body.whole("chunk_length", 0, MAX_CHUNK_CHARS);
    body.whole("min_chunk_length", 0, MAX_CHUNK_CHARS);
    body.whole("max_new_tokens", 0, MAX_TOKENS);
    body.number("temperature", 0, 1);
    body.number("top_p", 0, 1);
    body.number("repetition_penalty", 0, 2);
    body.flag("normalize", true);
  }
}
