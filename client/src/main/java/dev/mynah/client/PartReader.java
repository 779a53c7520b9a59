package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Reads parts of timed speech, and keeps what is known of all words. */
final class PartReader {
  private final Map<Integer, List<TimedText>> words =
      new ConcurrentSkipListMap<>(Comparator.naturalOrder());

  /** Reads a message of an event stream or of live speech, whose audio is base64 or bytes. */
  SpokenPart read(JsonNode message) {
    int chunk = message.path("chunk_seq").asInt();
    double offset = message.path("chunk_audio_offset_sec").asDouble();
    JsonNode segments = message.path("alignment").path("segments");
    List<TimedText> known = segments.isArray() ? segments(segments, offset) : null;
    if (known != null) {
      words.put(chunk, known);
    }
    return new SpokenPart(audio(message), chunk, Json.textOr(message, "content", ""), known);
  }

  private static byte[] audio(JsonNode message) {
    JsonNode audio = message.has("audio") ? message.path("audio") : message.path("audio_base64");
    try {
      return audio.isBinary() ? audio.binaryValue() : Base64.getDecoder().decode(audio.asText(""));
    } catch (IOException | IllegalArgumentException e) {
      throw new UnexpectedAnswerException(
          "A part of the speech isn't base64.", MynahClientException.Details.NONE, e);
    }
  }

  static List<TimedText> segments(JsonNode segments, double offset) {
    List<TimedText> texts = new ArrayList<>();
    for (JsonNode segment : segments) {
      texts.add(
          new TimedText(
              Json.textOr(segment, "text", ""),
              offset + segment.path("start").asDouble(),
              offset + segment.path("end").asDouble()));
    }
    return List.copyOf(texts);
  }

  /** Returns all words known so far, in their order. */
  List<TimedText> words() {
    return words.values().stream().flatMap(List::stream).toList();
  }

  /** Returns the failure that is told by an event, or null if it tells none. */
  static @Nullable ServiceException failure(EventStream.Event event, ErrorReader errors) {
    if (!event.name().equals("error")) {
      return null;
    }
    JsonNode tree = Json.tryRead(event.data().getBytes(UTF_8)).orElseGet(Json::object);
    int status = tree.path("status").asInt(500);
    String message = ErrorReader.message(tree);
    return new ServiceException(
        errors.without("The speech failed: " + (message.isEmpty() ? "no reason given" : message)),
        new MynahClientException.Details(status, ErrorReader.code(tree), null, null, null));
  }
}
