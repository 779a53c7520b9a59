package dev.mynah.server.rendering;

import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.audio.encode.ContainerTags;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    EngineInfo info = engine.info();
    Manner manner = Manner.of(script);
    LateEncoder encoder =
        new LateEncoder(
            () ->
                encoders.toFile(
                    script.encoding(), tags(script.voiceIds(), info), info.sampleRate(), file));
    StreamSink nobody = new Nobody();
    try (SpeechStream stream =
        new SpeechStream(engine, manner, encoder, new EncodedOutput(nobody), nobody)) {
      stream.add(script.parts(), Latency.NORMAL);
      boolean more = true;
      while (more) {
        more = stream.next(cancel);
      }
      double seconds = stream.finish();
      if (seconds == 0) {
        throw MynahException.invalid("text", "The text holds nothing that can be spoken.");
      }
      return new Rendered(seconds);
    }
  }

  /**
   * Opens a stream of speech. Nothing is written before the engine's first sound, so that a refusal
   * can still be told in another way.
   */
  public SpeechStream toStream(Manner manner, StreamSink sink) {
    EngineInfo info = engine.info();
    EncodedOutput output = new EncodedOutput(sink);
    LateEncoder encoder =
        new LateEncoder(
            () ->
                encoders.toStream(
                    manner.encoding(), tags(manner.voiceIds(), info), info.sampleRate(), output));
    return new SpeechStream(engine, manner, encoder, output, sink);
  }

  /** Hears nothing: the encoder writes to a file. */
  private static final class Nobody implements StreamSink {
    @Override
    public void audio(byte[] bytes) {}

    @Override
    public void beginning(int chunkSeq, String content) {}

    @Override
    public void aligned(Alignment alignment) {}
  }

  private ContainerTags tags(List<String> voiceIds, EngineInfo info) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("synthetic_speech", "true");
    entries.put("voice_id", String.join(" ", voiceIds));
    entries.put("engine", info.name() + " " + info.version());
    return new ContainerTags(software, entries);
  }
}
