package dev.mynah.server.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a command writes: results to {@code out}, everything said on the way to {@code err}.
 *
 * @param out for results
 * @param err for progress and problems
 * @param interactive whether a person is watching {@code err}
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String COLUMN_GAP = "  ";

  void print(String line) {
    out.println(line);
  }

  void say(String line) {
    err.println(line);
  }

  ObjectNode newObject() {
    return JSON.createObjectNode();
  }

  ArrayNode newArray() {
    return JSON.createArrayNode();
  }

  void printJson(Object value) {
    out.println(json(value));
  }

  void sayJson(Object value) {
    err.println(json(value));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own can be written", e);
    }
  }

  /** Prints rows in columns as wide as their widest cell, the last one ragged. */
  void printTable(List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    int[] widths = new int[header.size()];
    for (List<String> row : all) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(COLUMN_GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
