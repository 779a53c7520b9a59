package dev.mynah.engine.asr;

import dev.mynah.audio.SampleSource;
import dev.mynah.engine.asr.SpeechLevels.Run;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/*
 * The recording passes through a window of some thirty seconds. What is silent at its beginning is
 * dropped; then the window is filled up, and the first pause worth a cut is looked for: the longer
 * the stretch before it has become, the shorter a pause will do, so that cuts fall between
 * sentences where they can. A speaker who never pauses is cut at the quietest moment. Only the
 * window is ever in memory.
 */
/** Cuts a recording of any length at its pauses into stretches a network can listen to. */
final class SpeechCutter {
  private static final int RATE = 16_000; // Hz
  private static final int FRAME = SpeechLevels.FRAME;
  private static final int PER_SECOND = RATE / FRAME; // frames
  private static final double LOOK_AHEAD_SECONDS = 4;

  /** How much of a silent window is kept, as a word may begin at its very end. */
  private static final int KEPT_SILENCE = PER_SECOND / 2; // frames

  private static final int LEAD = 25; // frames before the first word: 0.25 s
  private static final int TRAIL = 30; // frames after the last word: 0.3 s

  /** How much the level of the loudest speech so far is forgotten with each window. */
  private static final float FORGETTING_DB = 2;

  private final SampleSource source;
  private final int longest; // frames
  private final float[] window;
  private int length; // samples in the window
  private long position; // samples of the recording before the window
  private boolean ended;
  private float usual = Float.NEGATIVE_INFINITY;

  /**
   * @param source mono at 16 kHz
   * @param maxSeconds the longest stretch
   */
  SpeechCutter(SampleSource source, double maxSeconds) {
    this.source = source;
    this.longest = (int) (maxSeconds * PER_SECOND);
    this.window = new float[(int) ((maxSeconds + LOOK_AHEAD_SECONDS) * RATE)];
  }

  /** Returns the next stretch with speech in it; empty at the end of the recording. */
  Optional<Stretch> next() throws IOException {
    while (true) {
      fill();
      if (length < FRAME) {
        position += length;
        length = 0;
        return Optional.empty();
      }
      SpeechLevels levels = new SpeechLevels(window, length, usual);
      List<Run> runs = levels.runs();
      if (runs.isEmpty()) {
        drop(ended ? length : Math.max(FRAME, length - KEPT_SILENCE * FRAME));
        continue;
      }
      int silence = runs.getFirst().from() - LEAD;
      if (silence > LEAD && !ended) {
        drop(silence * FRAME);
        continue;
      }
      usual = Math.max(levels.loud(), usual - FORGETTING_DB);
      return Optional.of(cut(levels, runs));
    }
  }

  /** Returns the length of what has been read of the recording, in seconds. */
  double seconds() {
    return (double) (position + length) / RATE;
  }

  private void fill() throws IOException {
    while (!ended && length < window.length) {
      int count = source.read(window, length, window.length - length);
      ended = count < 0;
      length += Math.max(0, count);
    }
  }

  private void drop(int samples) {
    System.arraycopy(window, samples, window, 0, length - samples);
    length -= samples;
    position += samples;
  }

  private Stretch cut(SpeechLevels levels, List<Run> runs) {
    int start = runs.getFirst().from();
    int from = Math.max(0, start - LEAD);
    int frames = length / FRAME;
    int speechEnd = start;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (run.to() - from > longest) {
        return speechEnd - from >= longest / 2
            ? taken(start, from, speechEnd, run.from())
            : forced(levels, start, from);
      }
      speechEnd = run.to();
      int next = i + 1 < runs.size() ? runs.get(i + 1).from() : frames;
      if (next - run.to() >= pauseWorthACut(run.to() - start)) {
        return taken(start, from, speechEnd, next);
      }
    }
    return taken(start, from, speechEnd, frames);
  }

  /** The pause, in frames, at which speech of so many frames is cut. */
  private static int pauseWorthACut(int frames) {
    double seconds = (double) frames / PER_SECOND;
    double pause = seconds < 3 ? 1.5 : seconds < 8 ? 0.8 : seconds < 15 ? 0.5 : 0.3;
    return (int) (pause * PER_SECOND);
  }

  private Stretch forced(SpeechLevels levels, int start, int from) {
    int at = levels.quietest(from + longest / 2, from + longest);
    return taken(start, from, at, at);
  }

  /** Takes a stretch out of the window, which goes on in the pause after it. */
  private Stretch taken(int start, int from, int speechEnd, int next) {
    int pause = next - speechEnd;
    int to = speechEnd + Math.min(TRAIL, pause);
    float[] samples = Arrays.copyOfRange(window, from * FRAME, Math.min(length, to * FRAME));
    double offset = (double) position / RATE;
    Stretch stretch =
        new Stretch(
            samples,
            offset + (double) from / PER_SECOND,
            offset + (double) start / PER_SECOND,
            offset + (double) speechEnd / PER_SECOND);
    boolean all = ended && next * FRAME + FRAME > length;
    drop(all ? length : Math.min(length, Math.max(speechEnd, next - LEAD) * FRAME));
    return stretch;
  }
}
