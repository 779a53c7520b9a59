package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.spectrum.RealFft;
import java.util.Arrays;

/**
 * Measures by which speech differs from music and noise.
 *
 * @param modulationDb how strongly the level swings at syllable pace (2 to 8 Hz), RMS in dB
 * @param tonePersistence how alike the fine structure of the spectrum is after 100 ms, -1 to 1,
 *     mean over loud frames: high for held tones, low for gliding voices, 0 for noise
 * @param steadyPitch share of voiced frames whose pitch moves less than 0.15 semitones in 50 ms
 * @param voicedShare share of the loud frames that are voiced
 * @param pauseTone tonePersistence between the words, 0 if there are no pauses
 */
public record SoundCharacter(
    double modulationDb,
    double tonePersistence,
    double steadyPitch,
    double voicedShare,
    double pauseTone) {
  private static final int FFT_SIZE = 2_048;
  private static final int LOWEST_BIN = 17; // 200 Hz: above hum
  private static final int HIGHEST_BIN = 340; // 4 kHz
  private static final int SMOOTHING = 10; // bins to either side
  private static final int STRIDE = 4; // frames: 50 ms
  private static final int DISTANCE = 2; // strides: 100 ms, more than the window
  private static final double LOUD_RANGE_DB = 28;
  private static final int FAST_HALF = 3; // frames: 87.5 ms in all
  private static final int SLOW_HALF = 20; // frames: 512.5 ms in all
  private static final double STEADY_SEMITONES = 0.15;
  private static final int STEADY_DISTANCE = 4; // frames: 50 ms
  private static final double AUDIBLE_PAUSE_DB = -75;

  /**
   * Measures a recording.
   *
   * @param pcm at {@link Frames#SAMPLE_RATE}
   * @param pitch of the same audio
   * @param activity of the same audio
   */
  public static SoundCharacter measure(Pcm pcm, PitchTrack pitch, SpeechActivity activity) {
    Frames.requireRate(pcm);
    float[] level = activity.levelDb();
    double loud = Decibels.percentile(level, 0.95);
    Persistence persistence = new Persistence(pcm.samples(), level, activity.speech(), loud);
    return new SoundCharacter(
        modulation(level, loud),
        persistence.loudMean(),
        steadiness(pitch),
        voicedShare(pitch, level, loud),
        persistence.pauseMean());
  }

  private static double modulation(float[] level, double loud) {
    float[] held = new float[level.length];
    double[] running = new double[level.length + 1];
    for (int k = 0; k < level.length; k++) {
      held[k] = (float) Math.max(level[k], loud - LOUD_RANGE_DB);
      running[k + 1] = running[k] + held[k];
    }
    double sum = 0;
    for (int k = 0; k < level.length; k++) {
      double swing = mean(running, k, FAST_HALF) - mean(running, k, SLOW_HALF);
      sum += swing * swing;
    }
    return level.length == 0 ? 0 : Math.sqrt(sum / level.length);
  }

  private static double mean(double[] running, int centre, int half) {
    int from = Math.max(0, centre - half);
    int to = Math.min(running.length - 1, centre + half + 1);
    return (running[to] - running[from]) / (to - from);
  }

  private static double steadiness(PitchTrack pitch) {
    int pairs = 0;
    int steady = 0;
    int run = 0;
    for (int k = 0; k < pitch.frames(); k++) {
      run = pitch.voiced(k) ? run + 1 : 0;
      if (run > STEADY_DISTANCE) {
        pairs++;
        double ratio = pitch.f0()[k] / pitch.f0()[k - STEADY_DISTANCE];
        steady += Math.abs(12 * Math.log(ratio) / Math.log(2)) < STEADY_SEMITONES ? 1 : 0;
      }
    }
    return pairs == 0 ? 0 : (double) steady / pairs;
  }

  private static double voicedShare(PitchTrack pitch, float[] level, double loud) {
    int count = 0;
    int voiced = 0;
    for (int k = 0; k < level.length; k++) {
      if (level[k] > loud - LOUD_RANGE_DB && level[k] > Decibels.FLOOR + 1) {
        count++;
        voiced += pitch.voiced(k) ? 1 : 0;
      }
    }
    return count == 0 ? 0 : (double) voiced / count;
  }

  /** Correlates the fine structure of spectra 100 ms apart. */
  private static final class Persistence {
    private final RealFft fft = new RealFft(FFT_SIZE);
    private final double[] samples = new double[FFT_SIZE];
    private final double[] re = new double[FFT_SIZE / 2 + 1];
    private final double[] im = new double[FFT_SIZE / 2 + 1];
    private double loudSum;
    private double pauseSum;
    private int loudCount;
    private int pauseCount;

    Persistence(float[] audio, float[] level, boolean[] speech, double loud) {
      double[][] recent = new double[DISTANCE + 1][];
      int strides = level.length / STRIDE;
      for (int s = 0; s < strides; s++) {
        int k = s * STRIDE;
        double[] now = fineStructure(audio, k * Frames.HOP);
        recent[s % (DISTANCE + 1)] = now;
        if (s < DISTANCE) {
          continue;
        }
        int before = (s - DISTANCE) * STRIDE;
        double likeness = dot(now, recent[(s - DISTANCE) % (DISTANCE + 1)]);
        double quieter = Math.min(level[k], level[before]);
        if (quieter > Math.max(loud - LOUD_RANGE_DB, Decibels.FLOOR + 1)) {
          loudSum += likeness;
          loudCount++;
        }
        if (pauseBetween(speech, before, k) && quieter > AUDIBLE_PAUSE_DB) {
          pauseSum += likeness;
          pauseCount++;
        }
      }
    }

    private static boolean pauseBetween(boolean[] speech, int from, int to) {
      for (int k = Math.max(0, from - STRIDE); k <= Math.min(speech.length - 1, to + STRIDE); k++) {
        if (speech[k]) {
          return false;
        }
      }
      return true;
    }

    double loudMean() {
      return loudCount == 0 ? 0 : loudSum / loudCount;
    }

    double pauseMean() {
      return pauseCount == 0 ? 0 : pauseSum / pauseCount;
    }

    /** Log power less its running mean over neighbouring bins, of unit length. */
    private double[] fineStructure(float[] audio, int centre) {
      Arrays.fill(samples, 0);
      for (int i = 0; i < FFT_SIZE; i++) {
        int at = centre - FFT_SIZE / 2 + i;
        if (at >= 0 && at < audio.length) {
          samples[i] = audio[at] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / FFT_SIZE));
        }
      }
      fft.forward(samples, re, im);
      double[] running = new double[HIGHEST_BIN + SMOOTHING + 2];
      for (int k = 0; k <= HIGHEST_BIN + SMOOTHING; k++) {
        re[k] = Math.log(re[k] * re[k] + im[k] * im[k] + 1e-12);
        running[k + 1] = running[k] + re[k];
      }
      double[] fine = new double[HIGHEST_BIN - LOWEST_BIN + 1];
      double square = 0;
      for (int i = 0; i < fine.length; i++) {
        int k = i + LOWEST_BIN;
        double mean = (running[k + SMOOTHING + 1] - running[k - SMOOTHING]) / (2 * SMOOTHING + 1);
        fine[i] = re[k] - mean;
        square += fine[i] * fine[i];
      }
      double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
      for (int i = 0; i < fine.length; i++) {
        fine[i] *= scale;
      }
      return fine;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }
  }
}
