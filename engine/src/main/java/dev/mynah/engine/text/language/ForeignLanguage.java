package dev.mynah.engine.text.language;

/**
 * The language of a text that isn't English.
 *
 * @param tag BCP 47
 * @param name in English, e.g. Spanish
 * @param confidence 0 to 1
 */
public record ForeignLanguage(String tag, String name, double confidence) {}
