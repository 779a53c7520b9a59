package dev.mynah.engine.asr;

import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.text.language.ForeignLanguage;
import dev.mynah.engine.text.language.LanguageGuard;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses what clearly isn't English: by what the caller says, then by what the network wrote. */
final class EnglishCheck {
  /** A first look is worth it from this much text on. */
  private static final int FIRST_LOOK = 400; // characters

  private static final int ENOUGH = 4_000; // characters

  private final LanguageGuard guard = new LanguageGuard();
  private final StringBuilder beginning = new StringBuilder();
  private boolean looked;

  /**
   * Checks what the caller says.
   *
   * @param language BCP 47 tag or English name, or null
   * @throws EngineException with UNSUPPORTED_LANGUAGE if it isn't English
   */
  void checkHint(@Nullable String language) throws EngineException {
    if (language == null || language.isBlank()) {
      return;
    }
    String wanted = language.strip();
    String code = Locale.forLanguageTag(wanted.replace('_', '-')).getLanguage();
    if (code.equals("en")
        || code.equals("eng")
        || wanted.equalsIgnoreCase("english")
        || wanted.equalsIgnoreCase("auto")) {
      return;
    }
    throw refused(named(wanted, code), "was asked for");
  }

  private static String named(String wanted, String code) {
    String name = Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
    return code.isEmpty() || name.equals(code) ? "\"" + wanted + "\"" : name + " (" + wanted + ")";
  }

  /**
   * Takes the next part of what was written.
   *
   * @throws EngineException with UNSUPPORTED_LANGUAGE if all of it shows another language
   */
  void heard(String text) throws EngineException {
    if (beginning.length() < ENOUGH) {
      beginning.append(text).append(' ');
    }
    if (!looked && beginning.length() >= FIRST_LOOK) {
      looked = true;
      look();
    }
  }

  /**
   * Looks at all that was written.
   *
   * @throws EngineException with UNSUPPORTED_LANGUAGE if it shows another language
   */
  void end() throws EngineException {
    look();
  }

  private void look() throws EngineException {
    Optional<ForeignLanguage> foreign = guard.check(beginning.toString());
    if (foreign.isPresent()) {
      ForeignLanguage language = foreign.get();
      throw refused(language.name() + " (" + language.tag() + ")", "was heard");
    }
  }

  private static EngineException refused(String language, String how) {
    return new EngineException(
        EngineError.UNSUPPORTED_LANGUAGE,
        "Only English (en) can be transcribed so far, and " + language + " " + how + ".");
  }
}
