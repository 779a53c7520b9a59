package dev.mynah.engine.text.pronounce;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Loads what a {@link Pronouncer} works with. The tagger is shared by the accents. */
public final class PronunciationAssets {
  private final Path directory;
  private final CompletableFuture<PartOfSpeechTagger> tagger;
  private final Tokenizer tokenizer;

  /**
   * Starts loading.
   *
   * @param directory with the lexicons, the tagger and the networks for unknown words
   */
  public PronunciationAssets(Path directory) throws IOException {
    this.directory = directory;
    this.tagger = start(() -> PartOfSpeechTagger.load(directory.resolve("tagger.json.gz")));
    this.tokenizer =
        new Tokenizer(
            new ObjectMapper()
                .readValue(
                    directory.resolve("tokenizer_exceptions.json").toFile(),
                    new TypeReference<Map<String, List<String>>>() {}));
  }

  /** Loads an accent; the files are read side by side. */
  public Pronouncer load(Accent accent) throws IOException {
    String tag = accent.lexiconTag();
    Path checked = directory.resolve("lexicon_" + tag + "_gold.json.gz");
    Path wide = directory.resolve("lexicon_" + tag + "_silver.json.gz");
    CompletableFuture<PronunciationTable> checkedTable =
        start(() -> PronunciationTable.load(checked));
    CompletableFuture<PronunciationTable> wideTable = start(() -> PronunciationTable.load(wide));
    UnknownWordReader unknownWords = UnknownWordReader.load(directory, accent.unknownWordModel());
    try {
      PronunciationLexicon lexicon =
          new PronunciationLexicon(checkedTable.join(), wideTable.join());
      return new Pronouncer(tokenizer, tagger.join(), lexicon, unknownWords, accent);
    } catch (CompletionException e) {
      unknownWords.close();
      if (e.getCause() instanceof UncheckedIOException unchecked) {
        throw unchecked.getCause();
      }
      throw e;
    }
  }

  private interface Loading<T> {
    T load() throws IOException;
  }

  private static <T> CompletableFuture<T> start(Loading<T> loading) {
    Supplier<T> supplier =
        () -> {
          try {
            return loading.load();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return CompletableFuture.supplyAsync(supplier);
  }
}
