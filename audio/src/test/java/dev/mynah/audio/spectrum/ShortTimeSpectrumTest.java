package dev.mynah.audio.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShortTimeSpectrumTest {

  @Test
  void resynthesisGivesTheSignalBack() {
    Random random = new Random(5);
    float[] signal = new float[5000];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = random.nextFloat() - 0.5f;
    }
    ShortTimeSpectrum spectrum = new ShortTimeSpectrum(Windows.periodicHann(1200), 300);
    int frames = signal.length / 300 + 1;
    double[][] re = new double[frames][spectrum.bins()];
    double[][] im = new double[frames][spectrum.bins()];
    for (int f = 0; f < frames; f++) {
      spectrum.analyse(signal, f, re[f], im[f]);
    }
    float[] back = spectrum.synthesise(re, im, signal.length);
    for (int i = 0; i < signal.length; i++) {
      assertThat(back[i]).as("sample %d", i).isCloseTo(signal[i], within(1e-5f));
    }
  }

  @Test
  void toneAppearsInItsBin() {
    float[] tone = new float[24000];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.cos(2 * Math.PI * 50 * i / 1200);
    }
    ShortTimeSpectrum spectrum = new ShortTimeSpectrum(Windows.periodicHann(1200), 300);
    double[] re = new double[601];
    double[] im = new double[601];
    spectrum.analyse(tone, 40, re, im);
    assertThat(Math.hypot(re[50], im[50])).isCloseTo(300, within(1e-3));
    assertThat(Math.hypot(re[53], im[53])).isLessThan(1e-3);
  }
}
