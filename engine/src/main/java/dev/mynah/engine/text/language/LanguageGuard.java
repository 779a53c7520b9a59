package dev.mynah.engine.text.language;

import java.util.Optional;

/**
 * Finds texts that aren't in English, so that they can be refused instead of being read as
 * gibberish. It speaks up only when it is sure: texts with foreign words, names, code, addresses
 * and texts too short to tell pass as English. Looks at the beginning of a text only, so that the
 * cost doesn't grow with its length.
 */
public final class LanguageGuard {
  private static final int LOOKED_AT = 4_000; // characters

  /** Share of the letters in other scripts from which a text is not English. */
  private static final double FOREIGN_SCRIPT_SHARE = 0.5;

  private final SmallWords smallWords = SmallWords.load();

  /** Returns the language of a text that clearly isn't English, else nothing. */
  public Optional<ForeignLanguage> check(String text) {
    String beginning = text.substring(0, Math.min(text.length(), LOOKED_AT));
    ScriptCount scripts = ScriptCount.of(beginning);
    if (scripts.foreignShare() > FOREIGN_SCRIPT_SHARE) {
      return scripts.language();
    }
    return smallWords.language(beginning);
  }
}
