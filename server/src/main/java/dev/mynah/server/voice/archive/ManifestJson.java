package dev.mynah.server.voice.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.voice.archive.VoiceManifest.Member;
import dev.mynah.server.voice.archive.VoiceManifest.Profile;
import dev.mynah.server.voice.archive.VoiceManifest.Reference;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code voice.json} as text. What it holds may come from anybody and is looked at closely. */
final class ManifestJson {
  static final String FORMAT = "mynah-voice";
  static final int VERSION = 1;

  private static final int MAX_DEPTH = 8;
  private static final int MAX_TEXT = 20_000; // characters of one value
  private static final int MAX_ENTRIES = 64; // of one list
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ManifestJson() {}

  static byte[] write(VoiceManifest voice) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("version", VERSION);
    json.put("exported_at", voice.exportedAt().toString());
    json.put("id", voice.id());
    json.put("title", voice.title());
    json.put("description", voice.description());
    json.put("visibility", voice.visibility());
    voice.tags().forEach(json.putArray("tags")::add);
    voice.languages().forEach(json.putArray("languages")::add);
    json.put("created_at", voice.createdAt().toString());
    json.put("consent", voice.consent());
    json.set("report", JSON.valueToTree(voice.report()));
    Member cover = voice.cover();
    json.set("cover", cover == null ? JSON.nullNode() : member(cover));
    ArrayNode recordings = json.putArray("recordings");
    for (Reference each : voice.recordings()) {
      recordings.add(
          member(each.file())
              .put("transcript", each.transcript())
              .put("source_url", each.sourceUrl()));
    }
    ArrayNode profiles = json.putArray("profiles");
    for (Profile each : voice.profiles()) {
      profiles.add(
          member(each.file())
              .put("engine", each.engine())
              .put("engine_version", each.engineVersion()));
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a manifest can't be written", e);
    }
  }

  private static ObjectNode member(Member member) {
    return JSON.createObjectNode()
        .put("file", member.name())
        .put("bytes", member.size())
        .put("sha256", member.sha256());
  }

  /**
   * Reads a manifest. Fields it doesn't know are left to later versions of the same number.
   *
   * @throws ArchiveException saying what is wrong with it
   */
  static VoiceManifest read(byte[] text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (IOException broken) {
      throw new ArchiveException("voice.json is not valid JSON.", broken);
    }
    if (!json.path("format").asText().equals(FORMAT)) {
      throw new ArchiveException("voice.json doesn't say that this is a voice of Mynah.");
    }
    if (json.path("version").asInt() != VERSION) {
      throw new ArchiveException(
          "The archive has version %s; this server reads version %d. Use a newer server."
              .formatted(json.path("version").asInt(), VERSION));
    }
    return new VoiceManifest(
        time(json, "exported_at"),
        text(json, "id"),
        text(json, "title"),
        text(json, "description"),
        text(json, "visibility"),
        texts(json, "tags"),
        texts(json, "languages"),
        time(json, "created_at"),
        optional(json, "consent"),
        null, // made anew from the recordings: what a file says of itself proves nothing
        json.path("cover").isObject() ? member(json.path("cover")) : null,
        list(
            json,
            "recordings",
            each ->
                new Reference(
                    member(each), optional(each, "transcript"), optional(each, "source_url"))),
        list(
            json,
            "profiles",
            each -> new Profile(member(each), text(each, "engine"), text(each, "engine_version"))));
  }

  private static Member member(JsonNode json) {
    String sha256 = text(json, "sha256");
    if (!SHA256.matcher(sha256).matches()) {
      throw wrong("sha256 must have 64 hex digits");
    }
    JsonNode bytes = json.path("bytes");
    if (!bytes.canConvertToLong() || bytes.longValue() < 0) {
      throw wrong("bytes must be a whole number");
    }
    return new Member(text(json, "file"), bytes.longValue(), sha256);
  }

  private static String text(JsonNode json, String name) {
    String text = optional(json, name);
    if (text == null) {
      throw wrong(name + " is missing");
    }
    return text;
  }

  private static @Nullable String optional(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
      throw wrong(name + " must be a text of at most " + MAX_TEXT + " characters");
    }
    return value.textValue();
  }

  private static Instant time(JsonNode json, String name) {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeException broken) {
      throw new ArchiveException("voice.json is wrong: " + name + " must be a time.", broken);
    }
  }

  private static List<String> texts(JsonNode json, String name) {
    return list(
        json,
        name,
        each -> {
          if (!each.isTextual() || each.textValue().length() > MAX_TEXT) {
            throw wrong(name + " must hold texts");
          }
          return each.textValue();
        });
  }

  private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> reader) {
    JsonNode list = json.path(name);
    if (!list.isArray() || list.size() > MAX_ENTRIES) {
      throw wrong(name + " must be a list of at most " + MAX_ENTRIES);
    }
    List<T> read = new ArrayList<>();
    for (JsonNode each : list) {
      read.add(reader.apply(each));
    }
    return read;
  }

  private static ArchiveException wrong(String complaint) {
    return new ArchiveException("voice.json is wrong: " + complaint + ".");
  }
}
