package dev.mynah.server.voice;

import dev.mynah.audio.decode.DecodeLimits;
import dev.mynah.audio.decode.DecodedMedia;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.audio.decode.MediaException;
import dev.mynah.audio.decode.MediaHint;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneReport.Warning;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes recordings in a process apart, so that a hostile file costs that process. */
public final class ConfinedDecoder implements RecordingDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(ConfinedDecoder.class);

  private final MediaDecoder decoder;
  private final DecodeLimits limits;
  private final int sampleRate;

  /**
   * @param sampleRate what to decode to, Hz: the engine's own
   */
  public ConfinedDecoder(MediaDecoder decoder, DecodeLimits limits, int sampleRate) {
    this.decoder = decoder;
    this.limits = limits;
    this.sampleRate = sampleRate;
  }

  @Override
  public DecodedRecording decode(Path file, CancelSignal cancel) {
    try {
      DecodedMedia media = decoder.decode(file, MediaHint.NONE, sampleRate, limits);
      return new DecodedRecording(media.pcm(), media.originalSampleRate(), warnings(media));
    } catch (MediaException e) {
      LOG.info("A recording could not be decoded: {}", e.code());
      ErrorCode code =
          e.code() == MediaException.Code.BUSY ? ErrorCode.UNAVAILABLE : ErrorCode.UNREADABLE_MEDIA;
      throw MynahException.of(code, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The decoder can't be run on this machine.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    }
  }

  private static List<Warning> warnings(DecodedMedia media) {
    List<Warning> warnings = new ArrayList<>();
    if (media.cut()) {
      warnings.add(
          new Warning(
              "cut",
              "The recording is longer than what is listened to; only its beginning was used."
                  + " Send the best half minute."));
    }
    if (media.damaged()) {
      warnings.add(
          new Warning(
              "damaged",
              "Parts of the file are damaged or missing; the rest was used."
                  + " Send the whole file again."));
    }
    return warnings;
  }
}
