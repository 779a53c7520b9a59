package dev.mynah.server.rendering;

import dev.mynah.audio.encode.AudioEncoder;
import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.audio.encode.ContainerTags;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.engine.spi.PcmSink;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Speaks scripts into files and streams. Every container says that its sound is synthetic, which
 * voice spoke and which engine made it. Safe for use by many threads.
 */
public final class SpeechRenderer {
  private final SpeechEngine engine;
  private final AudioEncoders encoders;
  private final String software;

  /**
   * @param software name and version of this program, for the containers
   */
  public SpeechRenderer(SpeechEngine engine, AudioEncoders encoders, String software) {
    this.engine = engine;
    this.encoders = encoders;
    this.software = software;
  }

  /**
   * Speaks into a new file with exact lengths.
   *
   * @param file made or replaced; removing it after a failure is the caller's part
   * @throws MynahException if the script can't be spoken
   * @throws IOException if the file can't be written
   */
  public Rendered toFile(Script script, Path file, CancelSignal cancel) throws IOException {
    return render(
        script, (tags, rate) -> encoders.toFile(script.encoding(), tags, rate, file), cancel);
  }

  /**
   * Speaks into a stream, which stays open. Nothing is written before the engine's first sound, so
   * that a refusal can still be told in another way.
   *
   * @throws MynahException if the script can't be spoken
   * @throws IOException if the stream throws it
   */
  public Rendered toStream(Script script, OutputStream out, CancelSignal cancel)
      throws IOException {
    return render(
        script, (tags, rate) -> encoders.toStream(script.encoding(), tags, rate, out), cancel);
  }

  private Rendered render(Script script, Opening opening, CancelSignal cancel) throws IOException {
    EngineInfo info = engine.info();
    SpeechLevel level =
        new SpeechLevel(info.sampleRate(), script.volumeDb(), script.normalizeLoudness());
    try (LateEncoder encoder = new LateEncoder(opening, tags(script, info), info.sampleRate())) {
      speak(script, samples -> encoder.write(level.process(samples)), cancel);
      encoder.write(level.finish());
      if (encoder.samples == 0) {
        throw new EngineException(
            EngineError.NOTHING_TO_SAY, "The text holds nothing that can be spoken.");
      }
      return new Rendered((double) encoder.samples / info.sampleRate());
    } catch (EngineException e) {
      throw EngineFailures.translated(e, "text");
    }
  }

  private void speak(Script script, PcmSink sink, CancelSignal cancel)
      throws EngineException, IOException {
    for (SpokenPart part : script.parts()) {
      engine.speak(
          new SpeechRequest(
              part.text(), part.voice(), script.speed(), script.seed(), script.language()),
          sink,
          cancel);
    }
  }

  private ContainerTags tags(Script script, EngineInfo info) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("synthetic_speech", "true");
    entries.put("voice_id", String.join(" ", script.voiceIds()));
    entries.put("engine", info.name() + " " + info.version());
    return new ContainerTags(software, entries);
  }

  private interface Opening {
    AudioEncoder open(ContainerTags tags, int inputRate) throws IOException;
  }

  /** Opens its encoder, and so writes the container's header, only when there is sound. */
  private static final class LateEncoder implements AutoCloseable {
    private final Opening opening;
    private final ContainerTags tags;
    private final int inputRate;
    private @Nullable AudioEncoder encoder;
    private long samples;

    LateEncoder(Opening opening, ContainerTags tags, int inputRate) {
      this.opening = opening;
      this.tags = tags;
      this.inputRate = inputRate;
    }

    void write(float[] fresh) throws IOException {
      if (fresh.length == 0) {
        return;
      }
      AudioEncoder open = encoder;
      if (open == null) {
        open = opening.open(tags, inputRate);
        encoder = open;
      }
      open.write(fresh);
      open.flush();
      samples += fresh.length;
    }

    @Override
    public void close() throws IOException {
      if (encoder != null) {
        encoder.close();
      }
    }
  }
}
