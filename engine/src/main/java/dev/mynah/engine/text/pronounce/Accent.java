package dev.mynah.engine.text.pronounce;

import java.util.Locale;
import java.util.Optional;

/** The kinds of English that can be read aloud. */
public enum Accent {
  /** American English. */
  US("us", "oov"),
  /** British English. */
  GB("gb", "oov_gb");

  private final String lexiconTag;
  private final String unknownWordModel;

  Accent(String lexiconTag, String unknownWordModel) {
    this.lexiconTag = lexiconTag;
    this.unknownWordModel = unknownWordModel;
  }

  String lexiconTag() {
    return lexiconTag;
  }

  String unknownWordModel() {
    return unknownWordModel;
  }

  /**
   * Returns the accent meant by a language tag.
   *
   * @param languageTag BCP 47, e.g. {@code en-GB}; plain {@code en} is American
   * @return empty if the tag isn't English
   */
  public static Optional<Accent> forLanguageTag(String languageTag) {
    Locale locale = Locale.forLanguageTag(languageTag.replace('_', '-'));
    if (!locale.getLanguage().equals("en")) {
      return Optional.empty();
    }
    return Optional.of(
        switch (locale.getCountry()) {
          case "GB", "IE", "AU", "NZ", "ZA", "IN" -> GB;
          default -> US;
        });
  }
}
