package dev.mynah.audio.loudness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.testing.Signals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GainLimiterTest {
  private static final int RATE = 24_000;

  @Test
  void onlyMultipliesWhatStaysBelowTheCeiling() {
    Pcm speech = Signals.speechLike(RATE, 2, 1);
    assertThat(run(new GainLimiter(RATE, 0, -1), speech.samples(), 1_000))
        .containsExactly(speech.samples());
    float[] quieter = run(new GainLimiter(RATE, -20, -1), speech.samples(), 333);
    for (int i = 0; i < quieter.length; i++) {
      assertThat(quieter[i]).isEqualTo(speech.samples()[i] * (float) Math.pow(10, -1));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 12, 20, 40})
  void holdsPeaksBelowTheCeilingEvenBetweenSamples(double gain) {
    float[] speech = Signals.speechLike(RATE, 3, 2).samples();
    for (int i = 10_000; i < 11_000; i++) {
      speech[i] *= 5; // a shout out of nothing
    }
    float[] loud = run(new GainLimiter(RATE, gain, -1), speech, 500);
    float[] between = Resampler.resample(new Pcm(loud, RATE), 4 * RATE).samples();
    assertThat(peak(loud)).isLessThanOrEqualTo((float) Math.pow(10, -1 / 20.0) * 1.00001f);
    assertThat(20 * Math.log10(peak(between))).as("true peak, dB").isLessThan(-0.6);
    assertThat(Signals.level(loud)).isGreaterThan(Signals.level(speech));
  }

  @Test
  void seesPeaksThatFallBetweenSamples() {
    // A quarter of the sample rate, sampled at 45 degrees: samples 3 dB below the peak.
    float[] hidden = new float[4_800];
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = (float) (1.2 * Math.sin(Math.PI / 2 * i + Math.PI / 4));
    }
    float[] limited = run(new GainLimiter(RATE, 0, -1), hidden, 4_800);
    float[] between = Resampler.resample(new Pcm(limited, RATE), 8 * RATE).samples();
    float[] middle = Signals.middle(between);
    assertThat(20 * Math.log10(peak(middle))).isBetween(-1.4, -0.8);
  }

  @Test
  void turnsDownWithoutAStep() {
    float[] tone = Signals.sine(200, 0.5, RATE, 1).samples();
    for (int i = 12_000; i < tone.length; i++) {
      tone[i] *= 3;
    }
    float[] limited = run(new GainLimiter(RATE, 0, -1), tone, 700);
    double before = 1;
    for (int i = 11_000; i < 14_000; i++) {
      if (Math.abs(tone[i]) > 0.1) {
        double gain = limited[i] / tone[i];
        assertThat(Math.abs(gain - before)).as("change at %d", i).isLessThan(0.1);
        before = gain;
      }
    }
    assertThat(before).isCloseTo(0.594, within(0.01));
  }

  @Test
  void givesTheSameWhateverTheBlocksAndKeepsTheLength() {
    float[] speech = Signals.speechLike(RATE, 2, 3).samples();
    float[] whole = run(new GainLimiter(RATE, 15, -1), speech, speech.length);
    assertThat(whole).hasSameSizeAs(speech);
    Random random = new Random(1);
    for (int round = 0; round < 5; round++) {
      float[] pieces = run(new GainLimiter(RATE, 15, -1), speech, 1 + random.nextInt(600));
      assertThat(pieces).containsExactly(whole);
    }
    for (int length : new int[] {0, 1, 2, 119, 121}) {
      assertThat(run(new GainLimiter(RATE, 6, -1), Arrays.copyOf(speech, length), 7))
          .hasSize(length);
    }
  }

  @Test
  void bringsARecordingToTheLoudnessWanted() {
    Pcm speech = Signals.speechLike(RATE, 5, 4);
    for (double target : new double[] {-30, -23, -18}) {
      Pcm even = GainLimiter.normalize(speech, target);
      assertThat(even.samples()).hasSameSizeAs(speech.samples());
      assertThat(LoudnessMeter.integrated(even).orElseThrow()).isCloseTo(target, within(0.3));
    }
    Pcm silence = new Pcm(new float[RATE], RATE);
    assertThat(GainLimiter.normalize(silence, -20)).isSameAs(silence);
  }

  @Test
  void refusesWhatIsNoGain() {
    assertThatThrownBy(() -> new GainLimiter(RATE, Double.NaN, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GainLimiter(RATE, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    GainLimiter limiter = new GainLimiter(RATE, 0, 0);
    limiter.finish();
    assertThatThrownBy(() -> limiter.process(new float[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  private static float[] run(GainLimiter limiter, float[] samples, int block) {
    List<float[]> pieces = new ArrayList<>();
    for (int at = 0; at < samples.length; at += block) {
      pieces.add(
          limiter.process(Arrays.copyOfRange(samples, at, Math.min(at + block, samples.length))));
    }
    pieces.add(limiter.finish());
    float[] all = new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (float[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  private static float peak(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }
}
