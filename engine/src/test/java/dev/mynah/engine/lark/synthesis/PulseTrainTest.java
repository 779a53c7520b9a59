package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.spectrum.RealFft;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PulseTrainTest {
  private static final int HOP = LarkFrames.HOP_SAMPLES;

  @Test
  void everyHarmonicUnderElevenKilohertzHasUnitAmplitude() {
    float[] pulses = pulses(constant(198, 100));
    double[] second = new double[24_000];
    for (int i = 0; i < second.length; i++) {
      second[i] = pulses[3000 + i];
    }
    RealFft fft = new RealFft(second.length); // a bin a hertz
    double[] re = new double[fft.bins()];
    double[] im = new double[fft.bins()];
    fft.forward(second, re, im);
    for (int harmonic = 1; harmonic <= 59; harmonic++) {
      double amplitude = Math.hypot(re[198 * harmonic], im[198 * harmonic]) / 12_000;
      double expected = harmonic <= 55 ? 1 : 0;
      assertThat(amplitude).as("harmonic %d", harmonic).isCloseTo(expected, within(2e-3));
    }
    assertThat(Math.hypot(re[297], im[297]) / 12_000).isLessThan(1e-3);
  }

  @Test
  void isSilentWhereThereIsNoPitch() {
    float[] f0 = constant(200, 30);
    Arrays.fill(f0, 10, 20, 0);
    float[] pulses = pulses(f0);
    for (int i = 11 * HOP; i < 19 * HOP; i++) {
      assertThat(pulses[i]).isZero();
    }
  }

  @Test
  void pitchGlidesFromFrameToFrame() {
    float[] f0 = new float[81];
    for (int frame = 0; frame < f0.length; frame++) {
      f0[frame] = 100 + frame; // 80 Hz a second
    }
    float[] pulses = pulses(f0);
    int count = 0;
    for (int i = 1; i + 1 < pulses.length; i++) {
      if (pulses[i] > 40 && pulses[i] >= pulses[i - 1] && pulses[i] > pulses[i + 1]) {
        count++;
      }
    }
    assertThat(count).isBetween(140, 142); // mean 140 Hz over 1.0125 s
  }

  private static float[] pulses(float[] f0) {
    PulseTrain train = new PulseTrain();
    float[] out = new float[f0.length * HOP];
    for (int frame = 0; frame < f0.length; frame++) {
      train.next(f0, frame, out, frame * HOP);
    }
    return out;
  }

  private static float[] constant(float hertz, int frames) {
    float[] f0 = new float[frames];
    Arrays.fill(f0, hertz);
    return f0;
  }
}
