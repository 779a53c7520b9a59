package dev.mynah.server.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.loudness.LoudnessMeter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpeechLevelTest {
  private static final int RATE = 24_000; // Hz

  @Test
  void bringsQuietAndLoudSpeechToTheUsualLoudness() {
    for (double amplitude : new double[] {0.05, 0.1, 0.3}) {
      float[] out = through(new SpeechLevel(RATE, 0, true), tone(amplitude, 2), 480);
      assertThat(loudness(out)).as("from amplitude %s", amplitude).isCloseTo(-20, within(0.2));
      assertThat(out).hasSize(2 * RATE);
    }
  }

  @Test
  void volumeComesOnTop() {
    float[] louder = through(new SpeechLevel(RATE, 6, true), tone(0.1, 2), 480);
    assertThat(loudness(louder)).isCloseTo(-14, within(0.2));
    float[] plain = through(new SpeechLevel(RATE, -6, false), tone(0.1, 2), 480);
    assertThat(loudness(plain)).isCloseTo(loudness(tone(0.1, 2)) - 6, within(0.1));
  }

  @Test
  void leavesTheLevelAloneWhenAskedTo() {
    float[] samples = tone(0.3, 1);
    float[] out = through(new SpeechLevel(RATE, 0, false), samples, 1000);
    assertThat(out).usingComparatorWithPrecision(1e-6f).containsExactly(samples);
  }

  @Test
  void whatIsShorterThanABlockIsMeasuredAllTheSame() {
    float[] samples = tone(0.1, 0.2);
    float[] out = through(new SpeechLevel(RATE, 0, true), samples, 100);
    float[] longer = through(new SpeechLevel(RATE, 0, true), tone(0.1, 2), 100);
    assertThat(out).hasSameSizeAs(samples);
    assertThat(peak(out)).isCloseTo(peak(longer), within(0.03f * peak(longer)));
  }

  @Test
  void aShortTextIsNotHeldBackUntilMoreIsSaid() {
    SpeechLevel level = new SpeechLevel(RATE, 0, true);
    float[] samples = tone(0.1, 0.2);
    assertThat(level.process(samples)).as("before the pause").isEmpty();
    float[] heard = level.pause();
    assertThat(heard.length).as("at the pause").isGreaterThan(samples.length * 9 / 10);
    assertThat(level.pause()).as("at another pause").isEmpty();
    assertThat(heard.length + level.finish().length).isEqualTo(samples.length);
  }

  @Test
  void silenceAndNothingComeThroughAsTheyAre() {
    float[] out = through(new SpeechLevel(RATE, 20, true), new float[5 * RATE], 480);
    assertThat(out).hasSize(5 * RATE).containsOnly(0f);
    assertThat(new SpeechLevel(RATE, 0, true).finish()).isEmpty();
    assertThat(new SpeechLevel(RATE, 0, false).finish()).isEmpty();
  }

  @Test
  void peaksStayBelowFullScaleHoweverLoudItIsAsked() {
    float[] out = through(new SpeechLevel(RATE, 20, true), tone(0.3, 2), 480);
    for (float sample : out) {
      assertThat(Math.abs(sample)).isLessThan(1f);
    }
  }

  private static float[] through(SpeechLevel level, float[] samples, int piece) {
    float[] out = new float[0];
    for (int at = 0; at < samples.length; at += piece) {
      int end = Math.min(samples.length, at + piece);
      out = joined(out, level.process(Arrays.copyOfRange(samples, at, end)));
    }
    return joined(out, level.finish());
  }

  private static float[] joined(float[] first, float[] second) {
    float[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static float peak(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  private static double loudness(float[] samples) {
    return LoudnessMeter.integrated(new Pcm(samples, RATE)).orElseThrow();
  }

  private static float[] tone(double amplitude, double seconds) {
    float[] samples = new float[(int) (seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * 440 * i / RATE));
    }
    return samples;
  }
}
