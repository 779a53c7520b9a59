package dev.mynah.engine.lark.clone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The sentences on which a network's own voice is measured. */
final class BaseSentences {
  private static final String RESOURCE = "base-sentences.txt";

  private BaseSentences() {}

  /** Returns their phonemes. */
  static List<String> phonemes() {
    try (InputStream in = BaseSentences.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.substring(line.indexOf('|') + 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + RESOURCE + " can't be read", e);
    }
  }
}
