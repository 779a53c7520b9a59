package dev.mynah.audio.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.audio.synthetic.SyntheticVoice;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PitchTrackerTest {
  private static final int EDGE_FRAMES = 4;

  @ParameterizedTest
  @ValueSource(doubles = {65, 82.4, 110, 146.8, 220, 311.1, 440, 520})
  void findsASteadyPitchWithinHalfAPercent(double hertz) {
    Pcm buzz = Sounds.buzz(1, t -> hertz);

    assertErrors(PitchTracker.track(buzz), t -> hertz, 0.005, 1.0);
  }

  @Test
  void followsASweepUpAndDown() {
    DoubleUnaryOperator sweep = t -> 80 * Math.pow(5, 0.5 - 0.5 * Math.cos(2 * Math.PI * t / 4));

    assertErrors(PitchTracker.track(Sounds.buzz(4, sweep)), sweep, 0.01, 0.99);
  }

  @Test
  void staysRightInWhiteNoiseOf10Decibels() {
    DoubleUnaryOperator vibrato = t -> 140 + 25 * Math.sin(2 * Math.PI * t);
    Pcm noisy = Sounds.withNoise(Sounds.buzz(3, vibrato), 10, 1);

    assertErrors(PitchTracker.track(noisy), vibrato, 0.02, 0.97);
  }

  @Test
  void findsTheMissingFundamentalOfTelephoneSpeech() {
    DoubleUnaryOperator vibrato = t -> 120 + 15 * Math.sin(3 * t);
    float[] full = Sounds.lowPassed(Sounds.buzz(2, vibrato), 3_400).samples();
    float[] low = Sounds.lowPassed(new Pcm(full, Frames.SAMPLE_RATE), 300).samples();
    float[] telephone = new float[full.length];
    for (int i = 0; i < full.length; i++) {
      telephone[i] = full[i] - low[i];
    }

    PitchTrack track = PitchTracker.track(new Pcm(telephone, Frames.SAMPLE_RATE));

    assertErrors(track, vibrato, 0.02, 0.95);
  }

  @Test
  void callsNoiseAndSilenceUnvoiced() {
    Random random = new Random(7);
    float[] noise = new float[Frames.SAMPLE_RATE * 3];
    for (int i = 0; i < noise.length / 2; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }

    PitchTrack track = PitchTracker.track(new Pcm(noise, Frames.SAMPLE_RATE));

    assertThat(share(track)).isLessThan(0.02);
  }

  @Test
  void recoversTheMedianPitchOfATalker() {
    for (double hertz : new double[] {90, 130, 200, 260}) {
      PitchTrack track = PitchTracker.track(new SyntheticVoice(hertz, 1.1, 3).speak(6));
      float[] voiced = track.sortedVoiced();

      assertThat(voiced[voiced.length / 2] / hertz).as("%s Hz", hertz).isBetween(0.97, 1.03);
      assertThat(voiced[voiced.length / 50] / hertz).as("lowest").isGreaterThan(0.8);
      assertThat(voiced[voiced.length - voiced.length / 50 - 1] / hertz)
          .as("highest")
          .isLessThan(1.2);
    }
  }

  @Test
  void givesNoFramesForNoAudio() {
    assertThat(PitchTracker.track(new Pcm(new float[0], Frames.SAMPLE_RATE)).frames()).isZero();
    assertThat(PitchTracker.track(new Pcm(new float[1], Frames.SAMPLE_RATE)).f0())
        .containsExactly(0);
  }

  @Test
  void refusesAnotherSampleRate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PitchTracker.track(new Pcm(new float[100], 16_000)))
        .withMessageContaining("16000");
  }

  @Test
  void givesTheSameTrackEveryTime() {
    Pcm speech = new SyntheticVoice(120, 1, 9).speak(3);

    assertThat(PitchTracker.track(speech).f0()).isEqualTo(PitchTracker.track(speech).f0());
  }

  /** Asserts that enough frames are voiced and within a relative error of the truth. */
  private static void assertErrors(
      PitchTrack track, DoubleUnaryOperator truth, double tolerance, double share) {
    double[] errors = new double[track.frames() - 2 * EDGE_FRAMES];
    int good = 0;
    for (int i = 0; i < errors.length; i++) {
      int k = i + EDGE_FRAMES;
      errors[i] = Math.abs(track.f0()[k] / truth.applyAsDouble(k / Frames.PER_SECOND) - 1);
      good += errors[i] <= tolerance ? 1 : 0;
    }
    Arrays.sort(errors);
    assertThat((double) good / errors.length)
        .as("share of frames within %s; median error %s", tolerance, errors[errors.length / 2])
        .isGreaterThanOrEqualTo(share);
  }

  private static double share(PitchTrack track) {
    return (double) track.sortedVoiced().length / track.frames();
  }
}
