package dev.mynah.server.voice.archive;

import dev.mynah.engine.spi.CloneReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code voice.json} tells of a voice. See docs/VOICES.md for its fields.
 *
 * @param exportedAt when the archive was written
 * @param id what the voice was called where it came from
 * @param title what people call it
 * @param description a sentence or more about it
 * @param visibility {@code public}, {@code unlist} or {@code private}
 * @param tags the owner's own words
 * @param languages two-letter codes
 * @param createdAt when it was made
 * @param consent what its owner agreed to, or null
 * @param report what was measured on its recordings, or null
 * @param cover its picture, or null
 * @param recordings what it was cloned from, in their order; none of a designed voice
 * @param profiles what engines speak with
 */
public record VoiceManifest(
    Instant exportedAt,
    String id,
    String title,
    String description,
    String visibility,
    List<String> tags,
    List<String> languages,
    Instant createdAt,
    @Nullable String consent,
    @Nullable CloneReport report,
    @Nullable Member cover,
    List<Reference> recordings,
    List<Profile> profiles) {
  public VoiceManifest {
    tags = List.copyOf(tags);
    languages = List.copyOf(languages);
    recordings = List.copyOf(recordings);
    profiles = List.copyOf(profiles);
  }

  /**
   * A file of the archive.
   *
   * @param name within the archive
   * @param size in bytes
   * @param sha256 64 hex digits of its content
   */
  public record Member(String name, long size, String sha256) {}

  /**
   * A recording, as it came.
   *
   * @param file the recording
   * @param transcript what it says, or null
   * @param sourceUrl where it was fetched from, or null
   */
  public record Reference(Member file, @Nullable String transcript, @Nullable String sourceUrl) {}

  /**
   * What an engine speaks with.
   *
   * @param file the engine's own bytes
   * @param engine its name
   * @param engineVersion its version
   */
  public record Profile(Member file, String engine, String engineVersion) {}

  /** Returns the files the archive holds besides {@code voice.json}. */
  public List<Member> members() {
    return Stream.of(
            Stream.ofNullable(cover),
            recordings.stream().map(Reference::file),
            profiles.stream().map(Profile::file))
        .flatMap(each -> each)
        .toList();
  }
}
