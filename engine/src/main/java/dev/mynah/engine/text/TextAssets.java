package dev.mynah.engine.text;

import dev.mynah.engine.text.normalize.TextNormalizer;
import dev.mynah.engine.text.normalize.WordTables;
import dev.mynah.engine.text.pronounce.Accent;
import dev.mynah.engine.text.pronounce.Pronouncer;
import dev.mynah.engine.text.pronounce.PronunciationAssets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data files of the text front end. What all accents share is loaded at once, an accent's
 * lexicons when it is first asked for. Safe for many threads.
 */
public final class TextAssets implements AutoCloseable {
  private record LoadedAccent(Phonemizer phonemizer, Pronouncer pronouncer) {}

  private final WordTables tables;
  private final TextNormalizer normalizer;
  private final PhonemeVocabulary vocabulary;
  private final PronunciationAssets pronunciation;
  private final Map<Accent, LoadedAccent> accents = new ConcurrentHashMap<>();

  private TextAssets(
      WordTables tables, PhonemeVocabulary vocabulary, PronunciationAssets pronunciation) {
    this.tables = tables;
    this.normalizer = new TextNormalizer(tables);
    this.vocabulary = vocabulary;
    this.pronunciation = pronunciation;
  }

  /**
   * Loads the shared files.
   *
   * @param directory with the files of the model
   * @throws IOException if one is missing or damaged
   */
  public static TextAssets load(Path directory) throws IOException {
    PronunciationAssets pronunciation = new PronunciationAssets(directory);
    return new TextAssets(
        WordTables.load(directory.resolve("normalize.json")),
        PhonemeVocabulary.load(directory.resolve("vocab.json")),
        pronunciation);
  }

  /** Returns the network's numbers for phonemes. */
  public PhonemeVocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Returns the reader of an accent, loading it the first time.
   *
   * @throws IOException if a file of the accent is missing or damaged
   */
  public Phonemizer phonemizer(Accent accent) throws IOException {
    LoadedAccent loaded = accents.get(accent);
    return loaded == null ? load(accent) : loaded.phonemizer();
  }

  private synchronized Phonemizer load(Accent accent) throws IOException {
    LoadedAccent loaded = accents.get(accent);
    if (loaded == null) {
      Pronouncer pronouncer = pronunciation.load(accent);
      Phonemizer phonemizer =
          new Phonemizer(
              tables.titles().keySet(),
              new MarkupReader(new ArpabetReader(accent)),
              normalizer,
              pronouncer);
      loaded = new LoadedAccent(phonemizer, pronouncer);
      accents.put(accent, loaded);
    }
    return loaded.phonemizer();
  }

  /** Frees the networks; no reader may be used afterwards. */
  @Override
  public synchronized void close() throws IOException {
    for (LoadedAccent loaded : accents.values()) {
      loaded.pronouncer().close();
    }
    accents.clear();
  }
}
