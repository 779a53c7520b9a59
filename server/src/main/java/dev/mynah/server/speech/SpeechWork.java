package dev.mynah.server.speech;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is put down with a speech task for its worker: the order, with recordings that were sent
 * along as stored files.
 */
record SpeechWork(
    String text,
    List<String> referenceIds,
    List<StoredRecording> references,
    AudioFormat format,
    int sampleRate,
    int bitrate,
    double speed,
    double volumeDb,
    boolean normalizeLoudness,
    @Nullable String language,
    @Nullable Long seed) {

  /**
   * A recording that came with the text.
   *
   * @param url where it is, or null if it was sent along
   * @param blobId the stored file, or null
   * @param transcript what it says, or null
   * @param speaker who is heard on it, from 0
   */
  record StoredRecording(
      @Nullable String url, @Nullable String blobId, @Nullable String transcript, int speaker) {}

  static SpeechWork of(SpeechOrder order, List<StoredRecording> references) {
    return new SpeechWork(
        order.text(),
        order.referenceIds(),
        references,
        order.encoding().format(),
        order.encoding().sampleRate(),
        order.encoding().bitrate(),
        order.speed(),
        order.volumeDb(),
        order.normalizeLoudness(),
        order.language(),
        order.seed());
  }

  SpeechOrder order(List<InlineReference> inline) {
    return new SpeechOrder(
        text,
        referenceIds,
        inline,
        new EncodingSettings(format, sampleRate, bitrate),
        speed,
        volumeDb,
        normalizeLoudness,
        language,
        seed);
  }
}
