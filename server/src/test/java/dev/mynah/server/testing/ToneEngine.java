package dev.mynah.server.testing;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneOptions;
import dev.mynah.engine.spi.CloneProgress;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.ClonedVoice;
import dev.mynah.engine.spi.DesignedVoice;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.engine.spi.PcmSink;
import dev.mynah.engine.spi.ReferenceAudio;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.SpeechRun;
import dev.mynah.engine.spi.SpokenStretch;
import dev.mynah.engine.spi.TimedWord;
import dev.mynah.engine.spi.VoiceDesigner;
import dev.mynah.engine.spi.VoiceProfile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small real engine: a voice is a pitch, found by counting zero crossings, and speaking is a tone
 * of that pitch for every letter. Fast, exact, and enough to tell voices apart. While {@link #hold}
 * is in force it stops in the middle of speaking, as a slow network would.
 */
public final class ToneEngine implements SpeechEngine {
  private static final int RATE = 24_000; // Hz
  private static final int SAMPLES_PER_LETTER = RATE / 50; // 20 ms
  private static final double SHORTEST = 0.5; // seconds

  private final String version;
  private final AtomicInteger speaking = new AtomicInteger();
  private final AtomicLong lettersSpoken = new AtomicLong();
  private volatile boolean held;

  public ToneEngine(String version) {
    this.version = version;
  }

  /** Makes speakers wait in the middle of their text. */
  public void hold() {
    held = true;
  }

  /** Lets waiting speakers go on. */
  public synchronized void release() {
    held = false;
    notifyAll();
  }

  /** Returns how many texts are being spoken. */
  public int speaking() {
    return speaking.get();
  }

  /** Returns how many letters have been spoken since the engine was made. */
  public long lettersSpoken() {
    return lettersSpoken.get();
  }

  /** Returns the voice of a pitch in Hz. */
  public VoiceProfile voice(double pitch) {
    return new VoiceProfile(
        "tone", version, ByteBuffer.allocate(Double.BYTES).putDouble(pitch).array());
  }

  /** Designs voices a step apart, from where the seed says. */
  @Override
  public Optional<VoiceDesigner> designer() {
    return Optional.of(
        (instruction, count, seed) ->
            IntStream.range(0, count)
                .mapToObj(
                    i ->
                        new DesignedVoice(
                            voice(200 + Math.floorMod(seed, 50) + 40.0 * i),
                            List.of("tone " + i),
                            instruction.contains("breathy") ? List.of("breathiness") : List.of()))
                .toList());
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo("tone", version, RATE, List.of("en-US", "en-GB"));
  }

  @Override
  public ClonedVoice cloneVoice(
      ReferenceAudio reference, CloneOptions options, CloneProgress progress, CancelSignal cancel)
      throws EngineException {
    cancel.throwIfCancelled();
    progress.at(0, "listening");
    float[] samples = reference.pcm().samples();
    double seconds = reference.pcm().seconds();
    if (seconds < SHORTEST) {
      throw new EngineException(
          EngineError.UNUSABLE_REFERENCE,
          "The recording holds less than half a second of speech; send a longer one.");
    }
    double pitch = crossings(samples) / seconds;
    if (pitch == 0) {
      throw new EngineException(EngineError.UNUSABLE_REFERENCE, "The recording is silent.");
    }
    progress.at(0.7, "taking the pitch");
    CloneReport report =
        new CloneReport(seconds, seconds, -20, -90, 4000, 0, pitch, pitch, pitch, List.of());
    return new ClonedVoice(voice(pitch), report);
  }

  /** Counts upward crossings of zero by more than noise. */
  private static int crossings(float[] samples) {
    int crossings = 0;
    boolean below = false;
    for (float sample : samples) {
      if (sample < -0.01f) {
        below = true;
      } else if (sample > 0.01f && below) {
        below = false;
        crossings++;
      }
    }
    return crossings;
  }

  @Override
  public SpeechRun begin(SpeechRequest request) throws EngineException {
    String text = request.text();
    if (text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC)) {
      throw new EngineException(
          EngineError.UNSUPPORTED_LANGUAGE, "The tone engine doesn't speak Russian.");
    }
    if (letters(text) == 0) {
      throw new EngineException(EngineError.NOTHING_TO_SAY, "The text holds nothing to say.");
    }
    return new ToneRun(request);
  }

  private static long letters(String text) {
    return text.codePoints().filter(Character::isLetterOrDigit).count();
  }

  /** A sentence is a stretch; the tone goes on from one to the next. */
  private final class ToneRun implements SpeechRun {
    private final String text;
    private final double pitch;
    private final int letterSamples;
    private final long letters;
    private long letter;
    private int at;

    ToneRun(SpeechRequest request) {
      this.text = request.text();
      this.pitch = ByteBuffer.wrap(request.voice().bytes()).getDouble();
      this.letterSamples = (int) Math.round(SAMPLES_PER_LETTER / request.speed());
      this.letters = letters(text);
    }

    @Override
    public @Nullable SpokenStretch next(PcmSink sink, CancelSignal cancel)
        throws EngineException, IOException {
      if (at == text.length()) {
        return null;
      }
      int start = at;
      int mark = text.indexOf(". ", start);
      at = mark < 0 ? text.length() : mark + 2;
      sink.beginning(start, at);
      List<TimedWord> words = new ArrayList<>();
      long samples = 0;
      int wordStart = start;
      speaking.incrementAndGet();
      try {
        for (int i = start; i <= at; i++) {
          if (i == at || Character.isWhitespace(text.charAt(i))) {
            if (i > wordStart) {
              long first = samples;
              samples += say(letters(text.substring(wordStart, i)), sink, cancel);
              words.add(new TimedWord(wordStart, i, first, samples));
            }
            wordStart = i + 1;
          }
        }
      } finally {
        speaking.decrementAndGet();
      }
      return new SpokenStretch(start, at, samples, words);
    }

    private long say(long count, PcmSink sink, CancelSignal cancel)
        throws EngineException, IOException {
      for (long i = 0; i < count; i++) {
        cancel.throwIfCancelled();
        if (letter == letters / 2) {
          waitWhileHeld(cancel);
        }
        sink.accept(tone(pitch, letter * letterSamples, letterSamples));
        letter++;
        lettersSpoken.incrementAndGet();
      }
      return count * letterSamples;
    }
  }

  private synchronized void waitWhileHeld(CancelSignal cancel) throws EngineException {
    try {
      while (held) {
        cancel.throwIfCancelled();
        wait(10); // then looks whether the caller still wants it
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(EngineError.CANCELLED, "interrupted", e);
    }
  }

  private static float[] tone(double pitch, long from, int length) {
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (float) (0.4 * Math.sin(2 * Math.PI * pitch * (from + i) / RATE));
    }
    return samples;
  }

  @Override
  public void close() {}
}
