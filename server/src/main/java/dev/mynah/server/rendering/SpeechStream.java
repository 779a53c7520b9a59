package dev.mynah.server.rendering;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.spi.PcmSink;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.SpeechRun;
import dev.mynah.engine.spi.SpokenStretch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream of speech: any number of texts, one after the other, through one level and one
 * encoder. It is made a stretch at a time, so that whoever drives it may do other things in
 * between. Used by one thread at a time; holds native memory until closed.
 */
public final class SpeechStream implements AutoCloseable {
  private final SpeechEngine engine;
  private final Manner manner;
  private final int sampleRate;
  private final SpeechLevel level;
  private final LateEncoder encoder;
  private final EncodedOutput output;
  private final StreamSink sink;
  private final Deque<SpokenPart> parts = new ArrayDeque<>();
  private Latency latency = Latency.NORMAL;
  private @Nullable SpeechRun run;
  private String text = ""; // of the run
  private int restSamples; // due before the next sound
  private int chunks;
  private long samples;

  /**
   * @param encoder writes to {@code output}
   * @param output passes what it gets on to {@code sink}
   */
  SpeechStream(
      SpeechEngine engine,
      Manner manner,
      LateEncoder encoder,
      EncodedOutput output,
      StreamSink sink) {
    this.engine = engine;
    this.manner = manner;
    this.sampleRate = engine.info().sampleRate();
    this.level = new SpeechLevel(sampleRate, manner.volumeDb(), manner.normalizeLoudness());
    this.encoder = encoder;
    this.output = output;
    this.sink = sink;
  }

  /**
   * Adds what is to be said next.
   *
   * @param next one or more turns
   * @param soon how much of it may be spoken in the first go
   */
  public void add(List<SpokenPart> next, Latency soon) {
    parts.addAll(next);
    latency = soon;
  }

  /**
   * Speaks the next stretch of what was added.
   *
   * @return false when all has been said already
   * @throws dev.mynah.server.failure.MynahException if it can't be spoken, or was cancelled
   * @throws IOException if the sink throws it
   */
  public boolean next(CancelSignal cancel) throws IOException {
    try {
      while (true) {
        SpeechRun open = run == null ? begun() : run;
        if (open == null) {
          encoder.write(level.pause());
          return false;
        }
        Leveled leveled = new Leveled();
        SpokenStretch stretch = open.next(leveled, cancel);
        if (stretch != null) {
          spoken(stretch, leveled.rested);
          return true;
        }
        run = null;
      }
    } catch (EngineException e) {
      throw EngineFailures.translated(e, "text");
    }
  }

  private @Nullable SpeechRun begun() throws EngineException {
    SpokenPart part = parts.poll();
    if (part == null) {
      return null;
    }
    restSamples = samples == 0 ? 0 : (int) (Rest.after(text) / manner.speed() * sampleRate);
    text = part.text();
    SpeechRun begun =
        engine.begin(
            new SpeechRequest(
                text, part.voice(), manner.speed(), manner.seed(), manner.language(), latency));
    run = begun;
    latency = Latency.NORMAL; // what follows has time while this sounds
    return begun;
  }

  private void spoken(SpokenStretch stretch, int rest) throws IOException {
    List<SpokenWord> words =
        stretch.words().stream()
            .map(
                word ->
                    new SpokenWord(
                        text.substring(word.start(), word.end()),
                        seconds(rest + word.firstSample()),
                        seconds(rest + word.endSample())))
            .toList();
    sink.aligned(
        new Alignment(
            chunks,
            content(stretch.start(), stretch.end()),
            seconds(samples),
            seconds(rest + stretch.samples()),
            words));
    chunks++;
    samples += rest + stretch.samples();
  }

  private String content(int start, int end) {
    return text.substring(start, end).strip();
  }

  private double seconds(long count) {
    return (double) count / sampleRate;
  }

  /** Returns how long what has been spoken plays. */
  public double seconds() {
    return seconds(samples);
  }

  /**
   * Ends the stream: what is still held goes out, and the container's end.
   *
   * @return how long all of it plays, in seconds; 0 if nothing was said, and then nothing was
   *     written
   */
  public double finish() throws IOException {
    encoder.write(level.finish());
    encoder.close();
    return seconds(encoder.samples());
  }

  /**
   * Frees what is held. Without {@link #finish} before, the sink is not told of any end.
   *
   * @throws IOException if the encoder can't be freed
   */
  @Override
  public void close() throws IOException {
    output.stopListening();
    encoder.close();
  }

  /** The engine's samples on their way to the encoder. */
  private final class Leveled implements PcmSink {
    private int rested;

    @Override
    public void accept(float[] fresh) throws IOException {
      if (restSamples > 0) {
        rested = restSamples;
        restSamples = 0;
        encoder.write(level.process(new float[rested]));
      }
      encoder.write(level.process(fresh));
    }

    @Override
    public void beginning(int start, int end) throws IOException {
      sink.beginning(chunks, content(start, end));
    }
  }
}
