package dev.mynah.audio.encode;

import dev.mynah.audio.encode.InvalidEncodingException.Setting;
import java.util.List;

/**
 * The form speech is to be delivered in.
 *
 * @param format container and codec
 * @param sampleRate of the result, Hz; see {@link #MP3_RATES}, {@link #MIN_PCM_RATE}, {@link
 *     #OPUS_RATE}, {@link #AAC_RATES}
 * @param bitrate bits a second for MP3, Opus and AAC; 0 for WAV, PCM and FLAC
 */
public record EncodingSettings(AudioFormat format, int sampleRate, int bitrate) {
  /** Sample rates MP3 knows, in Hz. */
  public static final List<Integer> MP3_RATES =
      List.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

  /** Bitrates offered for MP3, bits a second. */
  public static final List<Integer> MP3_BITRATES = List.of(64_000, 128_000, 192_000);

  /** Bitrates offered for Opus, bits a second. */
  public static final List<Integer> OPUS_BITRATES = List.of(24_000, 32_000, 48_000, 64_000);

  /** What clients send when the server is to choose Opus' bitrate. */
  public static final int OPUS_BITRATE_AUTO = -1_000;

  /** The rate an Ogg Opus stream plays at, Hz. */
  public static final int OPUS_RATE = 48_000;

  /** Sample rates offered for AAC, in Hz: those at which a frame has room for every bitrate. */
  public static final List<Integer> AAC_RATES = List.of(22_050, 24_000, 32_000, 44_100, 48_000);

  /** Bitrates offered for AAC, bits a second. */
  public static final List<Integer> AAC_BITRATES = List.of(64_000, 96_000, 128_000);

  /** Lowest sample rate of WAV, PCM and FLAC, Hz. */
  public static final int MIN_PCM_RATE = 8_000;

  /** Highest sample rate of WAV, PCM and FLAC, Hz. */
  public static final int MAX_PCM_RATE = 48_000;

  private static final int DEFAULT_RATE = 44_100; // Hz
  private static final int DEFAULT_MP3_BITRATE = 128_000; // bits a second
  private static final int DEFAULT_OPUS_BITRATE = 48_000; // bits a second: clear for any voice
  private static final int DEFAULT_AAC_BITRATE = 96_000; // bits a second
  private static final int BITS_IN_KILOBIT = 1_000;

  public EncodingSettings {
    switch (format) {
      case MP3 -> {
        check(Setting.SAMPLE_RATE, "sample rate of mp3", sampleRate, MP3_RATES, " Hz");
        check(Setting.BITRATE, "bitrate of mp3", bitrate, MP3_BITRATES, " bit/s");
      }
      case OPUS -> {
        check(Setting.SAMPLE_RATE, "sample rate of opus", sampleRate, List.of(OPUS_RATE), " Hz");
        check(Setting.BITRATE, "bitrate of opus", bitrate, OPUS_BITRATES, " bit/s");
      }
      case AAC -> {
        check(Setting.SAMPLE_RATE, "sample rate of aac", sampleRate, AAC_RATES, " Hz");
        check(Setting.BITRATE, "bitrate of aac", bitrate, AAC_BITRATES, " bit/s");
      }
      case WAV, PCM, FLAC -> {
        if (sampleRate < MIN_PCM_RATE || sampleRate > MAX_PCM_RATE) {
          throw new InvalidEncodingException(
              Setting.SAMPLE_RATE,
              "The sample rate of %s must be between %d and %d Hz, not %d."
                  .formatted(format.wireName(), MIN_PCM_RATE, MAX_PCM_RATE, sampleRate));
        }
        if (bitrate != 0) {
          throw new InvalidEncodingException(
              Setting.BITRATE, "%s has no bitrate to choose.".formatted(format.wireName()));
        }
      }
    }
  }

  /**
   * Returns a format's defaults: 44,100 Hz (Opus 48,000), MP3 at 128, AAC at 96 and Opus at 48
   * kbit/s.
   */
  public static EncodingSettings of(AudioFormat format) {
    return switch (format) {
      case MP3 -> new EncodingSettings(format, DEFAULT_RATE, DEFAULT_MP3_BITRATE);
      case OPUS -> new EncodingSettings(format, OPUS_RATE, DEFAULT_OPUS_BITRATE);
      case AAC -> new EncodingSettings(format, DEFAULT_RATE, DEFAULT_AAC_BITRATE);
      case WAV, PCM, FLAC -> new EncodingSettings(format, DEFAULT_RATE, 0);
    };
  }

  /** Returns the same with another sample rate, Hz. */
  public EncodingSettings withSampleRate(int hertz) {
    return new EncodingSettings(format, hertz, bitrate);
  }

  /**
   * Returns the same with the bitrate a client wrote: in kbit/s or bit/s, or {@link
   * #OPUS_BITRATE_AUTO}. Formats without a bitrate ignore it.
   */
  public EncodingSettings withRequestedBitrate(int requested) {
    return switch (format) {
      case WAV, PCM, FLAC -> this;
      case OPUS ->
          requested == OPUS_BITRATE_AUTO
              ? new EncodingSettings(format, sampleRate, DEFAULT_OPUS_BITRATE)
              : new EncodingSettings(format, sampleRate, bitsPerSecond(requested));
      case MP3, AAC -> new EncodingSettings(format, sampleRate, bitsPerSecond(requested));
    };
  }

  private static int bitsPerSecond(int requested) {
    return requested > 0 && requested < BITS_IN_KILOBIT ? requested * BITS_IN_KILOBIT : requested;
  }

  private static void check(
      Setting setting, String what, int value, List<Integer> offered, String unit) {
    if (!offered.contains(value)) {
      throw new InvalidEncodingException(
          setting, "The %s must be one of %s%s, not %d.".formatted(what, offered, unit, value));
    }
  }
}
