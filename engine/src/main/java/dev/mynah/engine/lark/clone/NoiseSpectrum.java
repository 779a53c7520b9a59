package dev.mynah.engine.lark.clone;

import dev.mynah.audio.analysis.EnvelopeAnalyzer;
import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.audio.analysis.PitchTrack;
import dev.mynah.audio.analysis.RecordingAnalysis;
import dev.mynah.audio.analysis.Span;
import java.util.Arrays;

/*
 * What a recording holds between the words is there during them too. Its power is taken off every
 * frame, band by band: all but a twentieth of it in a noisy recording, nothing in a clean one. This is
 * spectral subtraction after Boll, IEEE Trans. Acoustics, Speech and Signal Processing 27 (1979), here
 * only to measure, never to be heard.
 */
/** The noise between the words, as power in each band. */
final class NoiseSpectrum {
  private static final int AWAY_FROM_SPEECH = 6; // frames
  private static final int SHORTEST_PAUSE = 8; // frames, after that
  private static final int MOST_FRAMES = 240; // 3 s
  private static final double LEAST_LEFT = 0.05;

  /** Up to here the noise is taken off in full. */
  private static final double NOISY_DB = 18;

  /** From here on what lies between the words is the room, and part of how a speaker is known. */
  private static final double CLEAN_DB = 26;

  private final double[] power; // [band]
  private final double leastLeft; // of a band's power, 0 to 1

  private NoiseSpectrum(double[] power, double leastLeft) {
    this.power = power;
    this.leastLeft = leastLeft;
  }

  /** Measures the pauses of a recording; without pauses there is no noise to be known. */
  static NoiseSpectrum between(RecordingAnalysis recording) {
    boolean[] speech = recording.activity().speech();
    double[] power = new double[EnvelopeBands.COUNT];
    int count = 0;
    int from = 0;
    while (from < speech.length && count < MOST_FRAMES) {
      int to = from;
      while (to < speech.length && !speech[to]) {
        to++;
      }
      int start = from == 0 ? 2 : from + AWAY_FROM_SPEECH;
      int end = Math.min(to - AWAY_FROM_SPEECH, start + MOST_FRAMES - count);
      if (end - start >= SHORTEST_PAUSE) {
        count += add(recording, new Span(start, end), power);
      }
      from = to + 1;
    }
    for (int b = 0; b < power.length; b++) {
      power[b] /= Math.max(1, count);
    }
    double clean = (recording.activity().signalToNoiseDb() - NOISY_DB) / (CLEAN_DB - NOISY_DB);
    return new NoiseSpectrum(power, Math.clamp(clean, LEAST_LEFT, 1));
  }

  private static int add(RecordingAnalysis recording, Span pause, double[] power) {
    PitchTrack unvoiced =
        new PitchTrack(
            new float[recording.pitch().frames()], new float[recording.pitch().frames()]);
    for (float[] frame : EnvelopeAnalyzer.analyze(recording.pcm(), unvoiced, pause)) {
      for (int b = 0; b < power.length; b++) {
        power[b] += Math.exp(2 * frame[b]);
      }
    }
    return pause.frames();
  }

  /** Returns the log amplitudes of a frame without the noise. */
  float[] takenFrom(float[] envelope) {
    float[] clean = Arrays.copyOf(envelope, envelope.length);
    for (int b = 0; b < clean.length; b++) {
      double whole = Math.exp(2 * envelope[b]);
      double left = Math.max(whole - power[b], leastLeft * whole);
      clean[b] = (float) (0.5 * Math.log(Math.max(left, 1e-16)));
    }
    return clean;
  }
}
