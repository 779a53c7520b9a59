package dev.mynah.engine.spi;

import java.util.List;

/**
 * What a recogniser is.
 *
 * @param name lower-case name used in configuration, e.g. {@code moonshine-base}
 * @param version changes whenever the same recording might give another transcript
 * @param languages BCP 47 tags it understands, e.g. {@code en}
 */
public record RecognizerInfo(String name, String version, List<String> languages) {
  public RecognizerInfo {
    languages = List.copyOf(languages);
  }
}
