package dev.mynah.audio.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  private static final double MAX_RIPPLE = 0.05; // dB
  private static final double MIN_REJECTION = 90; // dB

  @ParameterizedTest
  @CsvSource({
    "24000,44100", "44100,24000", "24000,8000", "8000,24000", "24000,16000", "16000,24000",
    "24000,22050", "22050,24000", "24000,48000", "48000,24000", "24000,32000", "11025,24000",
    "96000,24000", "192000,24000", "192000,44100", "24000,192000", "8000,192000", "44101,24000",
    "23999,48000"
  })
  void keepsThePassbandFlatAndRemovesWhatCannotBeHeld(int from, int to) {
    double smallerNyquist = Math.min(from, to) / 2.0;
    for (double share : new double[] {0.003, 0.1, 0.37, 0.62, 0.85, 0.9}) {
      double frequency = share * smallerNyquist;
      Pcm out = Resampler.resample(sine(frequency, from, 0.5, 0.35), to);
      Fit fit = fitSine(out, frequency);
      assertThat(decibels(fit.amplitude() / 0.5))
          .as("gain at %.0f Hz", frequency)
          .isCloseTo(0, within(MAX_RIPPLE));
      assertThat(decibels(fit.residual() / fit.amplitude()))
          .as("everything but the tone at %.0f Hz", frequency)
          .isLessThan(-MIN_REJECTION);
      assertThat(fit.phase()).as("delay at %.0f Hz", frequency).isCloseTo(0, within(1e-3));
    }
    for (double share : new double[] {1.005, 1.05, 1.3, 2.2}) {
      double frequency = share * smallerNyquist;
      if (to < from && frequency < from / 2.0) {
        Pcm out = Resampler.resample(sine(frequency, from, 0.5, 0.35), to);
        assertThat(decibels(rootMeanSquare(middle(out)) * Math.sqrt(2) / 0.5))
            .as("leak of %.0f Hz", frequency)
            .isLessThan(-MIN_REJECTION);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "24000,44100",
    "44100,24000",
    "192000,8000",
    "8000,48000",
    "44101,24000",
    "24000,24000"
  })
  void givesTheSameSamplesWhateverTheChunking(int from, int to) {
    Random random = new Random(7);
    float[] noise = new float[50_021];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat() - 0.5f;
    }
    float[] whole = Resampler.resample(new Pcm(noise, from), to).samples();
    for (int round = 0; round < 6; round++) {
      Resampler stream = new Resampler(from, to);
      List<float[]> pieces = new ArrayList<>();
      for (int at = 0; at < noise.length; ) {
        int bound = round == 0 ? 3 : 1 << (2 * round);
        int size = Math.min(noise.length - at, random.nextInt(bound));
        pieces.add(stream.feed(noise, at, size));
        at += size;
      }
      pieces.add(stream.finish());
      assertThat(concatenate(pieces)).containsExactly(whole);
    }
  }

  @Test
  void givesExactlyTheLengthTheRatioSays() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      int from = 8_000 + random.nextInt(184_001);
      int to = 8_000 + random.nextInt(184_001);
      int length = random.nextInt(400);
      float[] out = Resampler.resample(new Pcm(new float[length], from), to).samples();
      assertThat(out.length)
          .as("%d samples from %d to %d Hz", length, from, to)
          .isEqualTo((int) Math.ceilDiv((long) length * to, (long) from));
    }
  }

  @Test
  void doesNotDriftOverAMinute() {
    Resampler stream = new Resampler(24_000, 44_100);
    float[] second = new float[24_000];
    long total = 0;
    for (int i = 0; i < 60; i++) {
      total += stream.feed(second).length;
    }
    total += stream.finish().length;
    assertThat(total).isEqualTo(60L * 44_100);
  }

  @Test
  void spreadsAnImpulseEvenlyAroundItsPlace() {
    float[] impulse = new float[2_001];
    impulse[1_000] = 1;
    float[] out = Resampler.resample(new Pcm(impulse, 24_000), 48_000).samples();
    double sum = 0;
    for (int i = 0; i < 600; i++) {
      assertThat(out[2_000 - i]).isCloseTo(out[2_000 + i], within(1e-6f));
      sum += out[2_000 + i] + (i == 0 ? 0 : out[2_000 - i]);
    }
    assertThat(sum).as("gain for a constant").isCloseTo(2, within(1e-4));
    assertThat(out[2_000]).isGreaterThan(0.9f);
  }

  @Test
  void keepsAConstantConstantAwayFromTheEnds() {
    float[] ones = new float[9_600];
    Arrays.fill(ones, 0.25f);
    for (float sample : middle(Resampler.resample(new Pcm(ones, 24_000), 44_100))) {
      assertThat(sample).isCloseTo(0.25f, within(1e-6f));
    }
  }

  @Test
  void returnsTheRecordingItselfWhenTheRateIsRightAlready() {
    Pcm pcm = new Pcm(new float[] {1, 2}, 24_000);
    assertThat(Resampler.resample(pcm, 24_000)).isSameAs(pcm);
  }

  @Test
  void refusesRatesOutOfRangeAndUseAfterTheEnd() {
    assertThatThrownBy(() -> new Resampler(999, 24_000)).hasMessageContaining("999");
    assertThatThrownBy(() -> new Resampler(24_000, 768_001)).hasMessageContaining("768001");
    Resampler stream = new Resampler(24_000, 8_000);
    stream.finish();
    assertThatThrownBy(() -> stream.feed(new float[1])).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(stream::finish).isInstanceOf(IllegalStateException.class);
  }

  private record Fit(double amplitude, double phase, double residual) {}

  /** Least-squares fit of a sine of known frequency to the middle of a recording. */
  private static Fit fitSine(Pcm pcm, double frequency) {
    float[] y = pcm.samples();
    int from = y.length / 4;
    int to = y.length * 3 / 4;
    double ss = 0;
    double sc = 0;
    double cc = 0;
    double sy = 0;
    double cy = 0;
    double step = 2 * Math.PI * frequency / pcm.sampleRate();
    for (int i = from; i < to; i++) {
      double sin = Math.sin(step * i);
      double cos = Math.cos(step * i);
      ss += sin * sin;
      sc += sin * cos;
      cc += cos * cos;
      sy += sin * y[i];
      cy += cos * y[i];
    }
    double determinant = ss * cc - sc * sc;
    double a = (sy * cc - cy * sc) / determinant;
    double b = (cy * ss - sy * sc) / determinant;
    double error = 0;
    for (int i = from; i < to; i++) {
      double difference = y[i] - a * Math.sin(step * i) - b * Math.cos(step * i);
      error += difference * difference;
    }
    return new Fit(Math.hypot(a, b), Math.atan2(b, a), Math.sqrt(2 * error / (to - from)));
  }

  private static Pcm sine(double frequency, int rate, double amplitude, double seconds) {
    float[] samples = new float[(int) (seconds * rate)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * frequency * i / rate));
    }
    return new Pcm(samples, rate);
  }

  private static float[] middle(Pcm pcm) {
    float[] all = pcm.samples();
    return Arrays.copyOfRange(all, all.length / 4, all.length * 3 / 4);
  }

  private static double rootMeanSquare(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / samples.length);
  }

  private static double decibels(double ratio) {
    return 20 * Math.log10(Math.max(ratio, 1e-12));
  }

  private static float[] concatenate(List<float[]> pieces) {
    float[] all = new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (float[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }
}
