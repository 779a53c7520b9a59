package dev.mynah.server.voice;

import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import java.time.Instant;
import java.util.List;

/**
 * Puts down what a voice can be heard by: the sample it speaks, and the recordings it is made of.
 */
final class VoiceSounds {
  private final VoiceRepository voices = new VoiceRepository();
  private final CloneRecordRepository records = new CloneRecordRepository();
  private final BlobStore blobs;
  private final IdSource ids;

  VoiceSounds(BlobStore blobs, IdSource ids) {
    this.blobs = blobs;
    this.ids = ids;
  }

  /** Shows the sample a voice speaks, before all others. */
  void addSpoken(Transaction transaction, String voiceId, String text, Blob sample) {
    blobs.record(transaction, sample);
    VoiceSample.Kind kind = VoiceSample.Kind.SPOKEN;
    voices.addSample(transaction, voiceId, 0, shown(kind, "Default Sample", text, sample));
  }

  /**
   * Shows recordings, and keeps what tells them for good. The voice's clone record is there
   * already, and so are the originals, as some of them came before the voice was made.
   */
  void addRecordings(
      Transaction transaction, String voiceId, List<StoredRecording> recordings, Instant now) {
    for (int i = 0; i < recordings.size(); i++) {
      StoredRecording recording = recordings.get(i);
      Blob original = recording.original();
      Blob decoded = recording.decoded();
      String transcript = recording.transcript();
      blobs.record(transaction, decoded);
      voices.addRecording(
          transaction, voiceId, i, original.id(), decoded.id(), recording.sampleRate(), transcript);
      CloneRecord.Content content = new CloneRecord.Content(original.sha256(), original.size());
      records.insertContent(transaction, voiceId, i, content, now);
      String title = recordings.size() == 1 ? "Reference" : "Reference " + (i + 1);
      String text = transcript == null ? "" : transcript;
      VoiceSample.Kind kind = VoiceSample.Kind.REFERENCE;
      voices.addSample(transaction, voiceId, 1 + i, shown(kind, title, text, decoded));
    }
  }

  private VoiceSample shown(VoiceSample.Kind kind, String title, String text, Blob blob) {
    return new VoiceSample(kind, title, text, ids.hex(), blob.id(), blob.mediaType());
  }
}
