package dev.mynah.audio.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.spectrum.MelBands;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.audio.synthetic.SyntheticVoice;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeAnalyzerTest {
  private static final MelBands MELS = EnvelopeBands.over(1_025);

  @Test
  void givesTheSameEnvelopeWhateverThePitch() {
    float[] low = meanEnvelope(100);
    float[] high = meanEnvelope(180);
    double tilt = 0;
    for (int b = 8; b < 45; b++) { // 350 Hz to 5 kHz; overall level follows the number of pulses
      tilt += (low[b] - high[b]) / 37;
    }

    for (int b = 8; b < 45; b++) {
      assertThat(low[b] - high[b] - tilt)
          .as("band %d, %.0f Hz", b, MELS.centreHertz(b))
          .isBetween(-0.35, 0.35);
    }
  }

  /** A buzz of harmonics 1/h: amplitude falls by 6 dB an octave, i.e. as 1/f. */
  private static float[] meanEnvelope(double hertz) {
    Pcm buzz = Sounds.buzz(1, t -> hertz);
    float[][] frames = EnvelopeAnalyzer.analyze(buzz, PitchTracker.track(buzz));
    return mean(frames, 10, frames.length - 10);
  }

  @Test
  void measuresTheTiltOfAPulseTrain() {
    float[] envelope = meanEnvelope(120);
    double low = envelope[band(500)];
    double high = envelope[band(4_000)];

    assertThat(low - high).isBetween(Math.log(8) - 0.2, Math.log(8) + 0.2);
  }

  @Test
  void measuresWhiteNoiseFlatAtItsDeviation() {
    Random random = new Random(5);
    float[] noise = new float[Frames.SAMPLE_RATE * 4];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.05 * random.nextGaussian());
    }
    Pcm pcm = new Pcm(noise, Frames.SAMPLE_RATE);
    float[][] frames = EnvelopeAnalyzer.analyze(pcm, PitchTracker.track(pcm));
    float[] mean = mean(frames, 5, frames.length - 5);

    for (int b = 3; b < EnvelopeBands.COUNT; b++) { // below, the removed mean and mirroring distort
      assertThat(mean[b])
          .as("band %d", b)
          .isBetween((float) Math.log(0.035), (float) Math.log(0.06));
    }
  }

  @Test
  void movesWithTheVocalTract() {
    // the same syllables from a shorter tract: the long-term envelope is stretched along frequency
    Pcm longTract = new SyntheticVoice(120, 1.0, 4).speak(8);
    Pcm shortTract = new SyntheticVoice(120, 1.2, 4).speak(8);
    float[] a = voicedMean(longTract);
    float[] b = voicedMean(shortTract);

    double best = 0;
    double least = Double.MAX_VALUE;
    for (double factor = 0.9; factor <= 1.4; factor += 0.02) {
      double distance = distance(a, b, factor);
      if (distance < least) {
        least = distance;
        best = factor;
      }
    }

    assertThat(best).isBetween(1.12, 1.28);
  }

  private static double distance(float[] a, float[] b, double factor) {
    double sum = 0;
    double square = 0;
    int count = 0;
    for (int band = band(400); band < band(4_500); band++) {
      double difference =
          b[band] - EnvelopeBands.read(a, MELS.bandPosition(MELS.centreHertz(band) / factor));
      sum += difference;
      square += difference * difference;
      count++;
    }
    return square / count - (sum / count) * (sum / count);
  }

  private static float[] voicedMean(Pcm pcm) {
    PitchTrack pitch = PitchTracker.track(pcm);
    float[][] frames = EnvelopeAnalyzer.analyze(pcm, pitch);
    float[] sum = new float[EnvelopeBands.COUNT];
    int count = 0;
    for (int k = 0; k < frames.length; k++) {
      if (pitch.voiced(k)) {
        count++;
        for (int b = 0; b < sum.length; b++) {
          sum[b] += frames[k][b];
        }
      }
    }
    for (int b = 0; b < sum.length; b++) {
      sum[b] /= count;
    }
    return sum;
  }

  private static int band(double hertz) {
    return (int) Math.round(MELS.bandPosition(hertz));
  }

  private static float[] mean(float[][] frames, int from, int to) {
    float[] sum = new float[EnvelopeBands.COUNT];
    for (int k = from; k < to; k++) {
      for (int b = 0; b < sum.length; b++) {
        sum[b] += frames[k][b] / (to - from);
      }
    }
    return sum;
  }
}
