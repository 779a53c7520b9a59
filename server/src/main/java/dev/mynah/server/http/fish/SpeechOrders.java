package dev.mynah.server.http.fish;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.audio.encode.InvalidEncodingException;
import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.SentRecordings;
import dev.mynah.server.speech.InlineReference;
import dev.mynah.server.speech.SpeechOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is to be spoken: the request of Fish Audio's service together with what its
 * self-hosted server adds. Fields that steer other engines are checked, so that a slip is found,
 * and then not used.
 */
public final class SpeechOrders {
  /** Most recordings sent along, of all speakers together. */
  public static final int MAX_REFERENCES = 16;

  private static final List<String> FORMATS = List.of("wav", "pcm", "mp3", "opus");
  private static final List<Integer> MP3_BITRATES = List.of(64, 128, 192, 64_000, 128_000, 192_000);
  private static final List<Integer> OPUS_BITRATES =
      List.of(-1000, 24_000, 32_000, 48_000, 64_000, 24, 32, 48, 64);

  /** What Opus is at home with, Hz. Any of them plays from the same stream at 48 kHz. */
  private static final List<Integer> OPUS_RATES = List.of(8_000, 12_000, 16_000, 24_000, 48_000);

  private static final List<String> LATENCIES = List.of("low", "normal", "balanced");
  private static final List<String> MEMORY_CACHE = List.of("on", "off");
  private static final int MIN_CHUNK_LENGTH = 100;
  private static final int MAX_CHUNK_LENGTH = 1_000; // of the self-hosted server; 300 elsewhere
  private static final int MAX_MIN_CHUNK_LENGTH = 100;
  private static final int MAX_TOKENS = 1_000_000;
  private static final double MAX_PENALTY = 1_000;
  private static final int MAX_SAMPLE_RATE = 1_000_000; // Hz; what a format takes is told by it
  private static final int MAX_ID_CHARS = 200;
  private static final int MAX_VOICES = 16;
  private static final int MAX_TRANSCRIPT_CHARS = 10_000;
  private static final int MAX_FEATURES = 100;
  private static final int MAX_FEATURE_CHARS = 200;
  private static final int MAX_WORD_CHARS = 20;

  private SpeechOrders() {}

  /** Reads an order whose text is part of it. */
  static SpeechOrder withText(JsonFields body) {
    String text = body.text("text", Integer.MAX_VALUE).orElseThrow(() -> body.missing("text"));
    if (text.isBlank()) {
      throw MynahException.invalid("text", "text must not be empty.");
    }
    return order(body, text);
  }

  /** Reads an order whose text comes later; what its field {@code text} holds is kept. */
  public static SpeechOrder withoutText(JsonFields body) {
    return order(body, body.text("text", Integer.MAX_VALUE).orElse(""));
  }

  private static SpeechOrder order(JsonFields body, String text) {
    checkOtherEngines(body);
    Optional<JsonFields> prosody = body.object("prosody");
    return new SpeechOrder(
        text,
        voiceIds(body),
        references(body),
        encoding(body),
        prosody.map(SpeechOrders::speed).orElse(1.0),
        prosody.map(SpeechOrders::volume).orElse(0.0),
        prosody.map(p -> p.flag("normalize_loudness", true)).orElse(true),
        null,
        seed(body),
        latency(body));
  }

  /** An empty id is what clients send who have no voice to name. */
  private static List<String> voiceIds(JsonFields body) {
    List<String> ids =
        body.oneOrMoreTexts("reference_id", MAX_VOICES, MAX_ID_CHARS).stream()
            .map(String::strip)
            .toList();
    if (ids.stream().allMatch(String::isEmpty)) {
      return List.of();
    }
    if (ids.stream().anyMatch(String::isEmpty)) {
      throw body.wrong("reference_id", "names no voice for one of the speakers");
    }
    return ids;
  }

  private static List<InlineReference> references(JsonFields body) {
    List<InlineReference> references = new ArrayList<>();
    List<List<JsonFields>> speakers = body.listsOfObjects("references", MAX_REFERENCES);
    for (int speaker = 0; speaker < speakers.size(); speaker++) {
      if (speakers.get(speaker).isEmpty()) {
        throw body.wrong("references", "holds no recording of speaker " + speaker);
      }
      for (JsonFields reference : speakers.get(speaker)) {
        references.add(
            new InlineReference(
                SentRecordings.required(reference, "audio"),
                reference
                    .text("text", MAX_TRANSCRIPT_CHARS)
                    .filter(transcript -> !transcript.isBlank())
                    .orElse(null),
                speaker));
      }
    }
    return references;
  }

  private static EncodingSettings encoding(JsonFields body) {
    AudioFormat format =
        switch (body.choice("format", FORMATS).orElse("mp3")) {
          case "wav" -> AudioFormat.WAV;
          case "pcm" -> AudioFormat.PCM;
          case "opus" -> AudioFormat.OPUS;
          default -> AudioFormat.MP3;
        };
    OptionalInt mp3Bitrate = body.wholeOf("mp3_bitrate", MP3_BITRATES);
    OptionalInt opusBitrate = body.wholeOf("opus_bitrate", OPUS_BITRATES);
    OptionalLong sampleRate = body.whole("sample_rate", 1, MAX_SAMPLE_RATE);
    EncodingSettings settings = EncodingSettings.of(format);
    try {
      if (sampleRate.isPresent()) {
        settings = withSampleRate(settings, (int) sampleRate.getAsLong());
      }
      OptionalInt bitrate = format == AudioFormat.OPUS ? opusBitrate : mp3Bitrate;
      return bitrate.isPresent() ? settings.withRequestedBitrate(bitrate.getAsInt()) : settings;
    } catch (InvalidEncodingException invalid) {
      throw MynahException.invalid("sample_rate", "sample_rate: " + invalid.getMessage());
    }
  }

  private static EncodingSettings withSampleRate(EncodingSettings settings, int hertz) {
    return settings.format() == AudioFormat.OPUS && OPUS_RATES.contains(hertz)
        ? settings
        : settings.withSampleRate(hertz);
  }

  private static double speed(JsonFields prosody) {
    return prosody.number("speed", SpeechRequest.MIN_SPEED, SpeechRequest.MAX_SPEED).orElse(1);
  }

  private static double volume(JsonFields prosody) {
    return prosody
        .number("volume", -SpeechOrder.MAX_VOLUME_DB, SpeechOrder.MAX_VOLUME_DB)
        .orElse(0);
  }

  private static @Nullable Long seed(JsonFields body) {
    OptionalLong seed = body.whole("seed", Integer.MIN_VALUE, 0xFFFF_FFFFL);
    return seed.isPresent() ? seed.getAsLong() : null;
  }

  private static Latency latency(JsonFields body) {
    return optionalChoice(body, "latency", LATENCIES)
        .map(name -> Latency.valueOf(name.toUpperCase(Locale.ROOT)))
        .orElse(Latency.NORMAL);
  }

  /** An empty choice is none. */
  private static Optional<String> optionalChoice(
      JsonFields body, String name, List<String> choices) {
    return body.text(name, MAX_WORD_CHARS).filter(String::isEmpty).isPresent()
        ? Optional.empty()
        : body.choice(name, choices);
  }

  private static void checkOtherEngines(JsonFields body) {
    body.number("temperature", 0, 1);
    body.number("top_p", 0, 1);
    body.number("repetition_penalty", 0, MAX_PENALTY);
    body.number("early_stop_threshold", 0, 1);
    body.whole("chunk_length", MIN_CHUNK_LENGTH, MAX_CHUNK_LENGTH);
    body.whole("min_chunk_length", 0, MAX_MIN_CHUNK_LENGTH);
    body.whole("max_new_tokens", 0, MAX_TOKENS);
    body.flag("normalize", true);
    body.flag("condition_on_previous_chunks", true);
    body.flag("streaming", false);
    body.oneOrMoreTexts("features", MAX_FEATURES, MAX_FEATURE_CHARS);
    optionalChoice(body, "use_memory_cache", MEMORY_CACHE);
  }
}
