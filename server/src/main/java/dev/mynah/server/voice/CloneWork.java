package dev.mynah.server.voice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.db.Rows;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is put down with a clone task for its worker.
 *
 * @param voiceId the voice to be made
 * @param recordings where its recordings are
 * @param field wire name of the field the recordings came in
 * @param imageUrl where to download the picture, or null
 * @param coverBlobId the picture, stored because it was sent along, or null
 */
record CloneWork(
    String voiceId,
    List<Source> recordings,
    String field,
    @Nullable String imageUrl,
    @Nullable String coverBlobId) {
  CloneWork {
    recordings = List.copyOf(recordings);
  }

  /**
   * Where a recording is: at a URL, or stored because it was sent along.
   *
   * @param url where to download it, or null
   * @param blobId the stored file, or null
   * @param transcript what it says, or null
   */
  record Source(@Nullable String url, @Nullable String blobId, @Nullable String transcript) {

    /** Returns the stored file of a recording that was sent along. */
    String upload() {
      if (blobId == null) {
        throw new IllegalStateException("a clone task names neither a URL nor a file");
      }
      return blobId;
    }
  }

  /** Reads what was put down, also by a server that knew of one recording only. */
  static CloneWork read(JsonNode json) {
    if (json.has("recordings")) {
      return Rows.record(json.toString(), CloneWork.class);
    }
    Source only = new Source(text(json, "url"), text(json, "blobId"), text(json, "transcript"));
    return new CloneWork(
        json.path("voiceId").asText(),
        List.of(only),
        json.path("field").asText(),
        text(json, "imageUrl"),
        null);
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isTextual() ? value.textValue() : null;
  }

  /** Returns the files that were sent along. */
  List<String> uploads() {
    return Stream.concat(
            recordings.stream().filter(each -> each.url() == null).map(Source::upload),
            Stream.ofNullable(coverBlobId))
        .toList();
  }

  /** Returns the wire name of a recording, counted from 0. */
  String fieldOf(int position) {
    return CloneOrder.fieldOf(field, recordings.size(), position);
  }
}
