package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.spectrum.RealFft;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LarkRendererTest {
  private static final int BINS = LarkFrames.BINS;
  private static final int HOP = LarkFrames.HOP_SAMPLES;
  private static final float QUIET = -30;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 1000})
  void soundsTheSameWhateverTheBlockSize(int hops) {
    LarkFrames frames = babble(61, 5);
    ShapedFrames voice = moved(frames, 0.7f, 0.3f);
    float[] whole = render(frames, voice, 9, frames.count());
    assertThat(render(frames, moved(frames, 0.7f, 0.3f), 9, hops)).isEqualTo(whole);
  }

  @Test
  void sameSeedSameSoundOtherSeedOtherNoise() {
    LarkFrames frames = babble(20, 1);
    float[] one = render(frames, plain(frames), 1, 8);
    assertThat(render(frames, plain(frames), 1, 8)).isEqualTo(one);
    assertThat(render(frames, plain(frames), 2, 8)).isNotEqualTo(one);
  }

  @Test
  void rendererCanBeUsedAgainAfterAnUnfinishedUtterance() {
    LarkFrames frames = babble(33, 4);
    LarkRenderer renderer = new LarkRenderer();
    LarkFrames other = babble(50, 8);
    renderer.begin(other, plain(other), 3);
    renderer.next(new float[9 * HOP], 0, 9);
    renderer.begin(frames, plain(frames), 1);
    float[] reused = new float[frames.count() * HOP];
    renderer.next(reused, 0, frames.count());
    assertThat(reused).isEqualTo(render(frames, plain(frames), 1, 33));
  }

  @ParameterizedTest
  @ValueSource(floats = {70, 95, 143, 200, 240, 310, 420})
  void speaksAtTheMovedPitch(float target) {
    LarkFrames frames = vowel(160, 200);
    float[] sound = render(frames, pitched(frames, target), 1, 8);
    assertThat(measuredPitch(sound)).isCloseTo(target, within(target * 0.005));
  }

  @ParameterizedTest
  @ValueSource(floats = {100, 160, 240, 300})
  void movedPitchKeepsTheSpectralEnvelope(float target) {
    LarkFrames frames = vowel(160, 200);
    double[] power = powerByHertz(render(frames, pitched(frames, target), 1, 8));
    for (int k = 2; k * target < 5000; k++) {
      double hertz = k * target;
      double level = 0.5 * Math.log(peakNear(power, hertz));
      double expected = envelope(hertz) + 0.5 * Math.log(target / 200);
      assertThat(level - Math.log(12_000) + Math.log(HOP))
          .as("level of harmonic %d at %.0f Hz, nats", k, hertz)
          .isCloseTo(expected, within(0.25));
    }
  }

  @Test
  void resamplingAtTheSamePitchChangesLittle() {
    LarkFrames frames = vowel(100, 197, 0);
    float[] plain = render(frames, plain(frames), 1, 8);
    float[] resampled = render(frames, pitched(frames, Math.nextUp(197f)), 1, 8);
    double difference = 0;
    double energy = 0;
    for (int i = 0; i < plain.length; i++) {
      difference += Math.pow(plain[i] - resampled[i], 2);
      energy += plain[i] * plain[i];
    }
    assertThat(10 * Math.log10(difference / energy)).as("difference, dB").isLessThan(-25);
  }

  @Test
  void gainRaisesTheSoundByItsNats() {
    LarkFrames frames = vowel(60, 180);
    double before = rms(render(frames, plain(frames), 1, 8));
    double after = rms(render(frames, moved(frames, 1, 0.5f), 1, 8));
    assertThat(Math.log(after / before)).isCloseTo(0.5, within(1e-3));
  }

  @Test
  void wildNetworkValuesGiveFiniteSound() {
    LarkFrames frames = babble(40, 3);
    Random random = new Random(6);
    for (int i = 0; i < frames.harmonicLog().length; i++) {
      frames.harmonicLog()[i] = 200 * random.nextFloat() - 100;
      frames.harmonicPhase()[i] = 2000 * random.nextFloat() - 1000;
      frames.residualPhase()[i] = 2000 * random.nextFloat() - 1000;
      frames.noiseLog()[i] = 200 * random.nextFloat() - 100;
    }
    for (float sample : render(frames, moved(frames, 1.9f, 3), 1, 8)) {
      assertThat(Float.isFinite(sample)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void shortUtterancesHaveTheirLength(int count) {
    LarkFrames frames = babble(count, 2);
    LarkRenderer renderer = new LarkRenderer();
    renderer.begin(frames, plain(frames), 1);
    float[] out = new float[20 * HOP];
    assertThat(renderer.next(out, 0, 20)).isEqualTo(count);
    assertThat(renderer.next(out, 0, 20)).isZero();
  }

  @Test
  void refusesAVoiceOfAnotherLength() {
    LarkFrames frames = babble(5, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LarkRenderer().begin(frames, ShapedFrames.unchanged(new float[4]), 1));
  }

  private static float[] render(LarkFrames frames, ShapedFrames voice, long seed, int hops) {
    LarkRenderer renderer = new LarkRenderer();
    renderer.begin(frames, voice, seed);
    float[] out = new float[frames.count() * HOP];
    int done = 0;
    while (done < frames.count()) {
      int written = renderer.next(out, done * HOP, Math.min(hops, frames.count() - done));
      assertThat(written).isPositive();
      done += written;
    }
    return out;
  }

  private static ShapedFrames plain(LarkFrames frames) {
    return FrameShaper.UNCHANGED.shape(frames);
  }

  private static ShapedFrames pitched(LarkFrames frames, float hertz) {
    float[] f0 = new float[frames.count()];
    Arrays.fill(f0, hertz);
    return ShapedFrames.unchanged(f0);
  }

  private static ShapedFrames moved(LarkFrames frames, float ratio, float nats) {
    float[] f0 = frames.f0().clone();
    for (int frame = 0; frame < f0.length; frame++) {
      f0[frame] *= frames.voiced(frame) ? ratio : 1;
    }
    return new ShapedFrames() {
      @Override
      public float[] f0() {
        return f0;
      }

      @Override
      public boolean gain(int frame, float[] gain) {
        Arrays.fill(gain, nats);
        return true;
      }
    };
  }

  /** Frames of speech-like random values, voiced and unvoiced in turn. */
  private static LarkFrames babble(int count, long seed) {
    Random random = new Random(seed);
    LarkFrames frames = silence(count);
    for (int i = 0; i < frames.harmonicLog().length; i++) {
      frames.harmonicLog()[i] = -2 + (float) random.nextGaussian();
      frames.harmonicPhase()[i] = (float) random.nextGaussian();
      frames.noiseLog()[i] = -4 + (float) random.nextGaussian();
      frames.residualLog()[i] = -4 + (float) random.nextGaussian();
      frames.residualPhase()[i] = 3 * (float) random.nextGaussian();
    }
    for (int frame = 0; frame < count; frame++) {
      frames.f0()[frame] = frame / 8 % 2 == 0 ? 150 + 50 * random.nextFloat() : 0;
    }
    return frames;
  }

  /**
   * A steady vowel as the network would give it: right at the harmonics' main lobes, garbage
   * between them.
   */
  private static LarkFrames vowel(int count, float f0) {
    return vowel(count, f0, 1);
  }

  private static LarkFrames vowel(int count, float f0, double garbage) {
    LarkFrames frames = silence(count);
    Random random = new Random(count);
    double spacing = f0 / LarkFrames.BIN_HERTZ;
    for (int frame = 0; frame < count; frame++) {
      for (int bin = 0; bin < BINS; bin++) {
        int at = frame * BINS + bin;
        double harmonic = Math.max(1, Math.rint(bin / spacing));
        double distance = Math.abs(bin - harmonic * spacing);
        boolean meant = distance < 2.1;
        frames.harmonicLog()[at] =
            (float)
                (envelope(bin * LarkFrames.BIN_HERTZ)
                    + (meant ? 0 : garbage * random.nextGaussian()));
        frames.harmonicPhase()[at] = meant ? 0.3f : 0.3f + (float) garbage * 2 * random.nextFloat();
      }
      frames.f0()[frame] = f0;
    }
    return frames;
  }

  /** Two broad formants, nats. */
  private static double envelope(double hertz) {
    return -1 - hertz / 4000 + Math.cos(hertz / 700);
  }

  private static LarkFrames silence(int count) {
    float[][] branches = new float[5][count * BINS];
    Arrays.fill(branches[0], QUIET);
    Arrays.fill(branches[2], QUIET);
    Arrays.fill(branches[3], QUIET);
    return new LarkFrames(
        count, branches[0], branches[1], branches[2], branches[3], branches[4], new float[count]);
  }

  /** Power of the middle second, a bin a hertz. */
  private static double[] powerByHertz(float[] sound) {
    int length = LarkFrames.SAMPLE_RATE;
    int start = (sound.length - length) / 2;
    double[] samples = new double[length];
    for (int i = 0; i < length; i++) {
      double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
      samples[i] = 2 * window * sound[start + i];
    }
    RealFft fft = new RealFft(length);
    double[] re = new double[fft.bins()];
    double[] im = new double[fft.bins()];
    fft.forward(samples, re, im);
    double[] power = new double[fft.bins()];
    for (int k = 0; k < power.length; k++) {
      power[k] = re[k] * re[k] + im[k] * im[k];
    }
    return power;
  }

  private static double peakNear(double[] power, double hertz) {
    double peak = 0;
    for (int k = (int) hertz - 2; k <= hertz + 3; k++) {
      peak = Math.max(peak, power[k]);
    }
    return peak;
  }

  /** Mean spacing of the first harmonics' peaks. */
  private static double measuredPitch(float[] sound) {
    double[] power = powerByHertz(sound);
    double best = 0;
    double bestScore = 0;
    for (double f0 = 50; f0 < 500; f0 += 0.1) {
      double score = 0;
      for (int k = 1; k <= 8; k++) {
        score += Math.sqrt(power[(int) Math.round(k * f0)]);
        score -= Math.sqrt(power[(int) Math.round((k - 0.5) * f0)]);
      }
      if (score > bestScore) {
        bestScore = score;
        best = f0;
      }
    }
    return best;
  }

  private static double rms(float[] sound) {
    double sum = 0;
    for (float sample : sound) {
      sum += sample * sample;
    }
    return Math.sqrt(sum / sound.length);
  }
}
