package dev.mynah.server.http.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mynah.server.http.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The contract of the server: an OpenAPI 3.1 document, kept by hand. It lies in parts, one to each
 * dialect, each a YAML file of its own; joined they are one document, comments and all.
 */
public final class ApiDocument {
  private static final List<String> PARTS =
      List.of("ace", "platform", "fish", "openai", "console", "media", "operations");
  private static final List<String> SCHEMAS =
      List.of("shared", "ace", "platform", "fish", "openai", "console", "operations");

  /** The one line of the files that depends on the server. */
  private static final String WRITTEN_ADDRESS = "  - url: http://127.0.0.1:8080\n";

  private static final int SECTION = 2; // columns
  private static final int SCHEMA = 4; // columns

  private final byte[] yaml;
  private final byte[] json;

  private ApiDocument(byte[] yaml, byte[] json) {
    this.yaml = yaml;
    this.json = json;
  }

  /**
   * Reads the document from the program's own files.
   *
   * @param publicUrl the address clients call
   */
  public static ApiDocument at(String publicUrl) {
    StringBuilder text = new StringBuilder();
    String head = read("head");
    if (!head.contains(WRITTEN_ADDRESS)) {
      throw new IllegalStateException("the document's head names no address to replace");
    }
    text.append(head.replace(WRITTEN_ADDRESS, "  - url: " + Json.tree(publicUrl) + "\n"));
    text.append("paths:\n");
    PARTS.forEach(part -> append(text, read("paths/" + part), SECTION));
    text.append("components:\n");
    append(text, read("components"), SECTION);
    text.append("  schemas:\n");
    SCHEMAS.forEach(part -> append(text, read("schemas/" + part), SCHEMA));
    try {
      byte[] yaml = text.toString().getBytes(StandardCharsets.UTF_8);
      JsonNode tree = new YAMLMapper().readTree(yaml);
      return new ApiDocument(yaml, Json.write(tree));
    } catch (IOException e) {
      throw new UncheckedIOException("the document's parts don't join to YAML", e);
    }
  }

  /** Returns the document as it is written, UTF-8; not copied. */
  public byte[] yaml() {
    return yaml;
  }

  /** Returns the same as JSON, UTF-8; not copied. */
  public byte[] json() {
    return json;
  }

  private static void append(StringBuilder text, String part, int columns) {
    part.lines()
        .forEach(
            line ->
                text.append(line.isEmpty() ? "" : " ".repeat(columns)).append(line).append('\n'));
  }

  private static String read(String name) {
    String file = name + ".yaml";
    try (InputStream in = ApiDocument.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
