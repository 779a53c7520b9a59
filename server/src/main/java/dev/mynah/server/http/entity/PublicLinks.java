package dev.mynah.server.http.entity;

import dev.mynah.server.blob.MediaLinks;
import dev.mynah.server.task.TaskResult.SpeechMade;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceSample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Absolute links to audio and pictures. */
public final class PublicLinks {
  /**
   * Links end on whole hours, so that a file keeps its link for an hour and caches can do their
   * work.
   */
  private static final long ROUNDING_SECONDS = 3600;

  private final MediaLinks media;
  private final String publicUrl;
  private final Duration lifetime;
  private final Clock clock;

  /**
   * @param publicUrl base of absolute links
   * @param lifetime how long a link works, at least; up to an hour more
   */
  public PublicLinks(MediaLinks media, String publicUrl, Duration lifetime, Clock clock) {
    this.media = media;
    this.publicUrl =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Returns the link of stored speech. */
  public String speech(SpeechMade speech) {
    return media.link(speech.blobId(), speech.fileName(), expiry());
  }

  /** Returns the link of a sample. */
  public String sample(VoiceSample sample) {
    String name = lower(sample.kind().name()) + "." + extension(sample.mediaType());
    return media.link(sample.blobId(), name, expiry());
  }

  /** Returns the link of a picture, a drawn one if the voice has none of its own yet. */
  public String cover(Voice voice) {
    String blobId = voice.coverBlobId();
    String mediaType = voice.coverMediaType();
    return blobId == null || mediaType == null
        ? generatedPicture(voice.id())
        : media.link(blobId, "cover." + extension(mediaType), expiry());
  }

  /** Returns the link of a picture that is drawn when it is asked for. */
  public String generatedPicture(String id) {
    return publicUrl + "/covers/" + id + ".png";
  }

  private Instant expiry() {
    long end = clock.instant().plus(lifetime).getEpochSecond();
    return Instant.ofEpochSecond((end / ROUNDING_SECONDS + 1) * ROUNDING_SECONDS);
  }

  private static String extension(String mediaType) {
    String bare = lower(mediaType.split(";", 2)[0].strip());
    return switch (bare) {
      case "audio/mpeg" -> "mp3";
      case "audio/wav", "audio/x-wav", "audio/vnd.wave" -> "wav";
      case "audio/ogg" -> "ogg";
      case "audio/opus" -> "opus";
      case "audio/flac", "audio/x-flac" -> "flac";
      case "audio/mp4", "audio/x-m4a", "audio/aac" -> "m4a";
      case "audio/webm", "video/webm" -> "webm";
      case "image/png" -> "png";
      case "image/jpeg" -> "jpg";
      case "image/gif" -> "gif";
      case "image/webp" -> "webp";
      default -> "bin";
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
