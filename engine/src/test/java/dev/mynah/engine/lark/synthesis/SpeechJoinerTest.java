package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SpeechJoinerTest {
  private static final int HOP = LarkFrames.HOP_SAMPLES;

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @EnumSource(Pause.class)
  void restsAsLongAsTheTextAsks(Pause pause) throws IOException {
    SpeechJoiner joiner = new SpeechJoiner(recorder, 1);
    utterance(joiner, 22, 10, 25, Pause.SENTENCE);
    utterance(joiner, 18, 10, 30, pause);
    assertThat(gapSeconds(recorder.samples())).isCloseTo(pause.seconds(), within(0.001));
  }

  @Test
  void fastSpeechRestsLess() throws IOException {
    SpeechJoiner joiner = new SpeechJoiner(recorder, 2);
    utterance(joiner, 22, 10, 25, Pause.SENTENCE);
    utterance(joiner, 18, 10, 30, Pause.PARAGRAPH);
    assertThat(gapSeconds(recorder.samples())).isCloseTo(0.35, within(0.001));
  }

  @Test
  void beginsAndEndsWithLittleSilence() throws IOException {
    SpeechJoiner joiner = new SpeechJoiner(recorder, 1);
    utterance(joiner, 22, 10, 25, Pause.SENTENCE);
    assertThat(recorder.samples()).hasSize((3 + 10 + 4) * HOP);
  }

  @Test
  void silenceWithinAnUtteranceStays() throws IOException {
    SpeechJoiner joiner = new SpeechJoiner(recorder, 1);
    joiner.accept(level(5, 0.5f), 5);
    joiner.accept(level(50, 0), 50);
    joiner.accept(level(5, 0.5f), 5);
    joiner.endUtterance();
    assertThat(recorder.samples()).hasSize(60 * HOP);
  }

  @Test
  void silentUtteranceLeavesOnlyTheLongerRest() throws IOException {
    SpeechJoiner joiner = new SpeechJoiner(recorder, 1);
    utterance(joiner, 5, 10, 5, Pause.SENTENCE);
    joiner.beginUtterance(Pause.PARAGRAPH);
    joiner.accept(level(40, 0), 40);
    joiner.endUtterance();
    utterance(joiner, 5, 10, 5, Pause.SENTENCE);
    assertThat(gapSeconds(recorder.samples())).isCloseTo(0.7, within(0.001));
  }

  @Test
  void bendsPeaksWithoutAStepAndLeavesTheRestAlone() {
    assertThat(SpeechJoiner.limit(0.79f)).isEqualTo(0.79f);
    assertThat(SpeechJoiner.limit(-0.3f)).isEqualTo(-0.3f);
    float before = SpeechJoiner.limit(0);
    for (float x = 0; x < 4; x += 0.001f) {
      float now = SpeechJoiner.limit(x);
      assertThat(now).isBetween(before, Math.nextUp(before + 0.0011f)).isLessThanOrEqualTo(1);
      assertThat(SpeechJoiner.limit(-x)).isEqualTo(-now);
      before = now;
    }
  }

  private static void utterance(SpeechJoiner joiner, int lead, int sound, int trail, Pause before)
      throws IOException {
    joiner.beginUtterance(before);
    joiner.accept(level(lead, 1e-5f), lead);
    joiner.accept(level(sound, 0.5f), sound);
    joiner.accept(level(trail, 1e-5f), trail);
    joiner.endUtterance();
  }

  private static float[] level(int hops, float level) {
    float[] samples = new float[hops * HOP];
    Arrays.fill(samples, level);
    return samples;
  }

  /** Seconds between the two loud stretches. */
  private static double gapSeconds(float[] samples) {
    int from = 0;
    while (samples[from] < 0.1f) {
      from++;
    }
    while (samples[from] >= 0.1f) {
      from++;
    }
    int to = from;
    while (samples[to] < 0.1f) {
      to++;
    }
    return (double) (to - from) / LarkFrames.SAMPLE_RATE;
  }
}
