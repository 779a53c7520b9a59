package dev.mynah.server.http.fish.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.rendering.Alignment;
import dev.mynah.server.rendering.SpokenWord;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Events as they are written: msgpack in binary messages, or the same objects as JSON in text
 * messages, with audio in base64.
 */
enum LiveMessages {
  MSGPACK {
    @Override
    JsonNode read(byte[] message) {
      return MessagePackTree.read(message);
    }

    @Override
    byte[] write(ObjectNode event) {
      return MessagePackTree.write(event);
    }
  },
  JSON {
    @Override
    JsonNode read(byte[] message) {
      return Json.read(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    byte[] write(ObjectNode event) {
      return Json.write(event);
    }
  };

  private static final int LONGEST_NAME = 256; // characters

  /**
   * Where audio stands in its chunk.
   *
   * @param chunkSeq number of the chunk
   * @param content its text
   * @param offsetSeconds where it begins
   * @param alignment its words once they are known
   */
  record Place(int chunkSeq, String content, double offsetSeconds, @Nullable Alignment alignment) {}

  static LiveMessages of(boolean binary) {
    return binary ? MSGPACK : JSON;
  }

  abstract JsonNode read(byte[] message);

  abstract byte[] write(ObjectNode event);

  /**
   * Reads an event.
   *
   * @param maxTextChars most that a text may hold
   * @throws MynahException with MALFORMED_BODY, INVALID_REQUEST or TOO_LARGE
   */
  LiveEvent event(byte[] message, int maxTextChars) {
    if (!(read(message) instanceof ObjectNode object)) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY, "A message must be one map with the field event.");
    }
    JsonFields fields = JsonFields.ofBody(object).lenient();
    String name =
        fields
            .text("event", LONGEST_NAME)
            .orElseThrow(() -> MynahException.invalid("event", "event is required."));
    return switch (name) {
      case "start" ->
          new LiveEvent.Start(
              fields.object("request").orElseGet(() -> JsonFields.ofBody(Json.object()).lenient()));
      case "text" -> new LiveEvent.Text(fields.text("text", maxTextChars).orElse(""));
      case "flush" -> new LiveEvent.Flush();
      case "stop" -> new LiveEvent.Stop();
      default -> new LiveEvent.Unknown();
    };
  }

  /** Writes that the speech has ended. */
  byte[] finished() {
    return write(event("finish").put("reason", "stop"));
  }

  /** Writes that the speech has failed. */
  byte[] failed(String message) {
    return write(event("finish").put("reason", "error").put("message", message));
  }

  /** Writes audio. */
  byte[] audio(byte[] audio) {
    return write(event("audio").put("audio", audio));
  }

  /** Writes audio with what is said in it. */
  byte[] audio(byte[] audio, Place place) {
    ObjectNode event = event("audio").put("audio", audio);
    event.put("content", place.content());
    event.set("alignment", alignment(place.alignment()));
    event.put("chunk_seq", place.chunkSeq());
    event.put("chunk_audio_offset_sec", place.offsetSeconds());
    return write(event);
  }

  private static @Nullable JsonNode alignment(@Nullable Alignment alignment) {
    if (alignment == null) {
      return null;
    }
    ObjectNode written = Json.object();
    ArrayNode segments = written.putArray("segments");
    for (SpokenWord word : alignment.words()) {
      segments
          .addObject()
          .put("text", word.text())
          .put("start", word.startSeconds())
          .put("end", word.endSeconds());
    }
    return written.put("audio_duration", alignment.audioDurationSeconds());
  }

  private static ObjectNode event(String name) {
    return Json.object().put("event", name);
  }
}
