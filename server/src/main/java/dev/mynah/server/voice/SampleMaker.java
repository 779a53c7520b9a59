package dev.mynah.server.voice;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.ContainerTags;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.Script;
import dev.mynah.server.rendering.SpeechRenderer;
import dev.mynah.server.rendering.SpokenPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the things to listen to that a voice is shown with. */
public final class SampleMaker {
  private static final long SEED = 1; // a sample sounds the same whenever it is made

  private final SpeechRenderer renderer;
  private final AudioEncoders encoders;
  private final BlobStore blobs;
  private final WorkFolder workFolder;

  public SampleMaker(
      SpeechRenderer renderer, AudioEncoders encoders, BlobStore blobs, WorkFolder workFolder) {
    this.renderer = renderer;
    this.encoders = encoders;
    this.blobs = blobs;
    this.workFolder = workFolder;
  }

  /** Speaks a text into a stored MP3 file, not yet recorded. */
  Blob spoken(String voiceId, VoiceProfile profile, String text, CancelSignal cancel) {
    EncodingSettings encoding = EncodingSettings.of(AudioFormat.MP3);
    Script script =
        new Script(
            List.of(new SpokenPart(text, profile)),
            List.of(voiceId),
            encoding,
            1,
            0,
            true,
            null,
            SEED);
    return stored(file -> renderer.toFile(script, file, cancel), encoding);
  }

  /** Stores a decoded recording as WAV, not yet recorded: what everything can play and read. */
  Blob reference(Pcm pcm) {
    int rate = Math.min(pcm.sampleRate(), EncodingSettings.MAX_PCM_RATE);
    EncodingSettings encoding = EncodingSettings.of(AudioFormat.WAV).withSampleRate(rate);
    return stored(
        file -> {
          try (var encoder =
              encoders.toFile(encoding, ContainerTags.NONE, pcm.sampleRate(), file)) {
            encoder.write(pcm.samples());
          }
        },
        encoding);
  }

  private Blob stored(FileWriting writing, EncodingSettings encoding) {
    Path file = workFolder.fresh();
    try {
      writing.write(file);
      return blobs.put(file, encoding.format().contentType());
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "A file could not be written; the disk may be full.", e);
    } finally {
      workFolder.discard(file);
    }
  }

  private interface FileWriting {
    void write(Path file) throws IOException;
  }
}
