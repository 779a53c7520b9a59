package dev.mynah.engine.lark;

import dev.mynah.engine.lark.synthesis.UtteranceSource;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.text.PhonemeSentence;
import dev.mynah.engine.text.TextAssets;
import dev.mynah.engine.text.language.ForeignLanguage;
import dev.mynah.engine.text.language.LanguageGuard;
import dev.mynah.engine.text.pronounce.Accent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads English text, American unless the caller asks for British. */
final class EnglishReader implements ScriptReader {
  private final LanguageGuard languageGuard = new LanguageGuard();
  private final TextAssets assets;

  EnglishReader(TextAssets assets) {
    this.assets = assets;
  }

  @Override
  public UtteranceSource read(String text, @Nullable String language, Latency latency)
      throws EngineException {
    Accent accent = accent(language);
    Optional<ForeignLanguage> foreign = languageGuard.check(text);
    if (foreign.isPresent()) {
      throw unsupported(foreign.get().name());
    }
    Iterator<PhonemeSentence> sentences = phonemes(text, accent, latency);
    if (!sentences.hasNext()) {
      throw new EngineException(
          EngineError.NOTHING_TO_SAY, "The text holds nothing that can be spoken.");
    }
    return new EnglishScript(sentences, assets.vocabulary());
  }

  private Iterator<PhonemeSentence> phonemes(String text, Accent accent, Latency latency)
      throws EngineException {
    try {
      return assets.phonemizer(accent).sentences(text, latency);
    } catch (IOException e) {
      throw new EngineException(
          EngineError.INTERNAL, "The lexicons of " + accent + " English can't be loaded.", e);
    }
  }

  private static Accent accent(@Nullable String language) throws EngineException {
    if (language == null) {
      return Accent.US;
    }
    return Accent.forLanguageTag(language).orElseThrow(() -> unsupported(language));
  }

  private static EngineException unsupported(String language) {
    return new EngineException(
        EngineError.UNSUPPORTED_LANGUAGE,
        "Lark speaks English only, and this is "
            + language
            + "; choose an engine that speaks it, such as pocket.");
  }

  @Override
  public void close() {
    try {
      assets.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
