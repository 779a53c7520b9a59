package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.loudness.LoudnessMeter;
import dev.mynah.audio.resample.Resampler;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A recording as people like to look at it: its wave, its melody and its colour.
 *
 * @param seconds how long it is
 * @param loudness integrated loudness in LUFS; empty for silence
 * @param peaks its wave
 * @param f0 [column] median pitch of equal stretches in Hz, 0 where most of it is unvoiced
 * @param medianF0 of all that is voiced, Hz; 0 if nothing is
 * @param spectrum its long-term average
 */
public record SoundPicture(
    double seconds,
    OptionalDouble loudness,
    WaveformPeaks peaks,
    float[] f0,
    double medianF0,
    LongTermSpectrum spectrum) {

  /**
   * Measures a recording of any sample rate.
   *
   * @param columns how many values wave and pitch have at most, at least 1
   */
  public static SoundPicture of(Pcm recording, int columns) {
    Pcm pcm = Resampler.resample(recording, Frames.SAMPLE_RATE);
    PitchTrack pitch = PitchTracker.track(pcm);
    float[] voiced = pitch.sortedVoiced();
    return new SoundPicture(
        recording.seconds(),
        LoudnessMeter.integrated(recording),
        WaveformPeaks.of(recording, columns),
        thinned(pitch.f0(), columns),
        voiced.length == 0 ? 0 : voiced[voiced.length / 2],
        LongTermSpectrum.of(pcm));
  }

  private static float[] thinned(float[] f0, int columns) {
    int count = Math.min(columns, f0.length);
    float[] thinned = new float[count];
    for (int c = 0; c < count; c++) {
      int from = (int) ((long) f0.length * c / count);
      int to = (int) ((long) f0.length * (c + 1) / count);
      thinned[c] = median(f0, from, to);
    }
    return thinned;
  }

  /** Returns the median of what is voiced, if that is half or more. */
  private static float median(float[] f0, int from, int to) {
    float[] sorted = Arrays.copyOfRange(f0, from, to);
    Arrays.sort(sorted);
    int unvoiced = 0;
    while (unvoiced < sorted.length && sorted[unvoiced] == 0) {
      unvoiced++;
    }
    return 2 * unvoiced > sorted.length ? 0 : sorted[(unvoiced + sorted.length) / 2];
  }
}
