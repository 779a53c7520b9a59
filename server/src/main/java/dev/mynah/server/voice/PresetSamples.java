package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.fetch.MediaFetcher;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks the samples and paints the covers that preset voices lack; for after the start. */
public final class PresetSamples {
  private static final Logger LOG = LoggerFactory.getLogger(PresetSamples.class);

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final BlobStore blobs;
  private final SampleMaker samples;
  private final CoverMaker covers;
  private final IdSource ids;

  public PresetSamples(
      Database database,
      BlobStore blobs,
      SampleMaker samples,
      MediaFetcher fetcher,
      WorkFolder workFolder,
      IdSource ids) {
    this.database = database;
    this.blobs = blobs;
    this.samples = samples;
    this.covers = new CoverMaker(fetcher, blobs, workFolder);
    this.ids = ids;
  }

  /** Makes what is missing; returns how many voices lacked something. */
  public int fillIn(List<PresetVoice> presets, CancelSignal cancel) {
    int filled = 0;
    for (PresetVoice preset : presets) {
      if (cancel.cancelled()) {
        break;
      }
      Voice voice =
          database.read(transaction -> voices.find(transaction, preset.id())).orElse(null);
      if (voice != null && (voice.samples().isEmpty() || voice.coverBlobId() == null)) {
        fillIn(voice, preset, cancel);
        filled++;
      }
    }
    if (filled > 0) {
      LOG.info("Spoke the samples of {} preset voices", filled);
    }
    return filled;
  }

  private void fillIn(Voice voice, PresetVoice preset, CancelSignal cancel) {
    Blob sample = samples.spoken(voice.id(), preset.profile(), voice.defaultText(), cancel);
    Blob cover = covers.generated(voice.id());
    database.writing(transaction -> show(transaction, voice.id(), sample, cover));
  }

  private void show(Transaction transaction, String voiceId, Blob sample, Blob cover) {
    voices.lock(transaction, voiceId); // another node may be at the same voice, or was faster
    Voice voice = voices.find(transaction, voiceId).orElseThrow();
    if (voice.samples().isEmpty()) {
      blobs.record(transaction, sample);
      voices.addSample(
          transaction,
          voice.id(),
          0,
          new VoiceSample(
              VoiceSample.Kind.SPOKEN,
              "Default Sample",
              voice.defaultText(),
              ids.hex(),
              sample.id(),
              sample.mediaType()));
    }
    if (voice.coverBlobId() == null) {
      blobs.record(transaction, cover);
      voices.setCover(transaction, voice.id(), cover);
    }
  }
}
