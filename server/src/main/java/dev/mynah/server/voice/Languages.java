package dev.mynah.server.voice;

import dev.mynah.engine.spi.EngineInfo;
import java.util.List;
import java.util.Locale;

/** Languages as voices name them: two letters, without a region. */
final class Languages {
  private Languages() {}

  static List<String> of(EngineInfo engine) {
    return engine.languages().stream()
        .map(tag -> Locale.forLanguageTag(tag).getLanguage())
        .distinct()
        .toList();
  }
}
