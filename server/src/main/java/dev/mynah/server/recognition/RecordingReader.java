package dev.mynah.server.recognition;

import dev.mynah.audio.decode.DecodeLimits;
import dev.mynah.audio.decode.DecodeLimits.Overlong;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.audio.decode.MediaException;
import dev.mynah.audio.decode.MediaHint;
import dev.mynah.audio.decode.MediaStream;
import dev.mynah.audio.decode.MediaStreamException;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognitionOptions;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.engine.spi.Transcript;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.EngineFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Writes a file down as it is decoded by a process apart, in constant memory. */
public final class RecordingReader {
  /** Processor time for decoding, which takes a few seconds an hour of recording. */
  private static final Duration DECODING = Duration.ofMinutes(2);

  /** Much longer than the slowest machine needs for the longest recording. */
  private static final Duration LONGEST = Duration.ofHours(6);

  private final MediaDecoder decoder;
  private final DecodeLimits limits;

  /**
   * @param decoder with a place for each recording that is written down at a time
   */
  public RecordingReader(MediaDecoder decoder, RecognitionSettings settings) {
    this.decoder = decoder;
    this.limits =
        new DecodeLimits(
            settings.maxBytes(),
            settings.maxLength().toMillis() / 1_000.0,
            Overlong.REFUSE,
            DECODING,
            DecodeLimits.DEFAULT.memoryBytes());
  }

  /**
   * Writes a file down.
   *
   * @param field wire name of the field it came in, for messages
   * @throws MynahException if it can't be decoded or understood, or nobody wants it any more
   */
  Transcript read(
      Path file,
      String field,
      SpeechRecognizer recognizer,
      RecognitionOptions options,
      RecognitionListener listener,
      CancelSignal cancel) {
    try (MediaStream audio =
        decoder.open(file, MediaHint.NONE, SpeechRecognizer.SAMPLE_RATE, limits, LONGEST)) {
      return recognizer.transcribe(audio, options, listener, cancel);
    } catch (EngineException e) {
      throw EngineFailures.translated(e, field);
    } catch (MediaException e) {
      throw unreadable(e, field);
    } catch (MediaStreamException e) {
      throw unreadable(e.failure(), field);
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The recording can't be read on this machine.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
    }
  }

  private static MynahException unreadable(MediaException failure, String field) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.code()) {
      case BUSY -> MynahException.of(ErrorCode.UNAVAILABLE, message, failure);
      case TOO_LARGE, TOO_LONG ->
          MynahException.unusable(ErrorCode.TOO_LARGE, field, message, failure);
      default -> MynahException.unusable(ErrorCode.UNREADABLE_MEDIA, field, message, failure);
    };
  }
}
