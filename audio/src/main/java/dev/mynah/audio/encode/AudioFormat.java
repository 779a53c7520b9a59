package dev.mynah.audio.encode;

import java.util.Locale;
import java.util.Optional;

/** A form speech is delivered in. */
public enum AudioFormat {
  MP3("audio/mpeg", "mp3"),
  WAV("audio/wav", "wav"),
  /** Samples without a header: 16-bit signed little-endian, mono. */
  PCM("audio/pcm", "pcm"),
  /** Opus in Ogg. */
  OPUS("audio/ogg", "opus"),
  /** AAC-LC in ADTS frames. */
  AAC("audio/aac", "aac"),
  /** Free Lossless Audio Codec, 16 bit. */
  FLAC("audio/flac", "flac");

  private final String contentType;
  private final String fileExtension;

  AudioFormat(String contentType, String fileExtension) {
    this.contentType = contentType;
    this.fileExtension = fileExtension;
  }

  /** Returns the media type for a Content-Type header. */
  public String contentType() {
    return contentType;
  }

  /** Returns the extension without its dot. */
  public String fileExtension() {
    return fileExtension;
  }

  /** Returns the name requests use: mp3, wav, pcm, opus, aac or flac. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds the format with a wire name, written in any case. */
  public static Optional<AudioFormat> named(String wireName) {
    for (AudioFormat format : values()) {
      if (format.name().equalsIgnoreCase(wireName)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
