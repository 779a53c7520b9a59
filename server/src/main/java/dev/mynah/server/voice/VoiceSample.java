package dev.mynah.server.voice;

/**
 * Something to listen to before choosing a voice.
 *
 * @param kind spoken by the voice, or the recording it was made from
 * @param title for people
 * @param text what is said, empty if not known
 * @param taskId 32 hex digits
 * @param blobId the audio
 * @param mediaType of the audio
 */
public record VoiceSample(
    Kind kind, String title, String text, String taskId, String blobId, String mediaType) {

  /** What a sample is. */
  public enum Kind {
    SPOKEN,
    REFERENCE
  }
}
