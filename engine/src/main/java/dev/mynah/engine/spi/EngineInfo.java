package dev.mynah.engine.spi;

import java.util.List;

/**
 * What an engine is.
 *
 * @param name lower-case name used in configuration and profiles, e.g. {@code lark}
 * @param version changes whenever the same input would give another profile or other audio
 * @param sampleRate of everything it speaks, in Hz
 * @param languages BCP 47 tags it speaks, e.g. {@code en-US}
 */
public record EngineInfo(String name, String version, int sampleRate, List<String> languages) {
  public EngineInfo {
    languages = List.copyOf(languages);
  }
}
