package dev.mynah.server.consent;

import java.time.Instant;

/**
 * A recording of somebody who agrees.
 *
 * @param id {@code cons_} and 32 hex digits
 * @param ownerId whom it belongs to: not the speaker but the account
 * @param name what the account calls it
 * @param language BCP 47 tag of what is said
 * @param blobId the recording
 * @param createdAt when it was handed in
 */
public record Consent(
    String id, String ownerId, String name, String language, String blobId, Instant createdAt) {

  /** Returns what is written down with a voice that is made on this word; kept for good. */
  public String statement() {
    return "Recording %s, \"%s\" (%s), handed in at %s.".formatted(id, name, language, createdAt);
  }
}
