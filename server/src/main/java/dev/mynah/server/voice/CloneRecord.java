package dev.mynah.server.voice;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a voice was cloned from, by whom and on whose word. Kept for good, also when the voice is
 * erased; the triggers of the database refuse to change it.
 *
 * @param voiceId the voice
 * @param ownerId whom the voice belongs to
 * @param tokenId the key that asked for it
 * @param taskId the task that made it, or null if that was not kept
 * @param consent what the owner of the voice agreed to, in the caller's words, or null
 * @param acceptedAt when it was asked for
 * @param sources its recordings
 */
public record CloneRecord(
    String voiceId,
    String ownerId,
    String tokenId,
    @Nullable String taskId,
    @Nullable String consent,
    Instant acceptedAt,
    List<Source> sources) {
  public CloneRecord {
    sources = List.copyOf(sources);
  }

  /**
   * A recording.
   *
   * @param url where it was fetched from, or null if it was sent along
   * @param content what it was, or null as long as it hasn't been seen whole
   */
  public record Source(@Nullable String url, @Nullable Content content) {}

  /**
   * What tells a recording without keeping it.
   *
   * @param sha256 64 hex digits of the file as it came
   * @param size in bytes
   */
  public record Content(String sha256, long size) {}
}
