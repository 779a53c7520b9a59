package dev.mynah.server.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How values that SQL has no common type for are written in both databases: times as milliseconds
 * since 1970, lists and records as JSON.
 */
public final class Rows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JavaType STRINGS =
      TypeFactory.defaultInstance().constructType(new TypeReference<List<String>>() {});

  private Rows() {}

  /** Returns a time as it will be read back: whole milliseconds. */
  public static Instant stored(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns a time as a column value. */
  public static @Nullable Long time(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  /** Reads a time that is always there. */
  public static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  /** Reads a time that may be absent. */
  public static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  /** Returns a record or list as JSON text. */
  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of " + value.getClass() + " can't be stored", e);
    }
  }

  /** Returns a record or list as a JSON tree. */
  public static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /** Reads JSON text as a tree. */
  public static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored value is damaged", e);
    }
  }

  /** Reads JSON text as a record. */
  public static <T> T record(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored " + type.getSimpleName() + " is damaged", e);
    }
  }

  /** Reads a JSON list of strings. */
  public static List<String> strings(String json) {
    try {
      return JSON.readValue(json, STRINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored list is damaged", e);
    }
  }
}
