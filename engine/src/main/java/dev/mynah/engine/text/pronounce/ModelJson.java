package dev.mynah.engine.text.pronounce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens the model's large gzipped JSON files for reading in one pass. */
final class ModelJson {
  private static final int BUFFER_BYTES = 1 << 16;

  private ModelJson() {}

  /** Takes what it needs from an open file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(JsonParser parser) throws IOException;
  }

  static <T> T read(Path file, Reader<T> reader) throws IOException {
    // Every field has another name, so a table of the names seen would only cost time and memory.
    JsonFactory factory =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    try (InputStream bytes = Files.newInputStream(file);
        InputStream json = new GZIPInputStream(bytes, BUFFER_BYTES);
        JsonParser parser = factory.createParser(json)) {
      return reader.read(parser);
    }
  }
}
