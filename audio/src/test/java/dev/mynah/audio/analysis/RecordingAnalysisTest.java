package dev.mynah.audio.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.audio.synthetic.SyntheticVoice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingAnalysisTest {
  private static final Pcm SPEECH =
      Sounds.mixed(new SyntheticVoice(130, 1, 2).speak(8), Sounds.noise(8, 0.0003, 1), 1);

  @ParameterizedTest
  @ValueSource(doubles = {3_400, 4_000, 5_500, 7_000})
  void measuresTheBandwidthWithin10Percent(double hertz) {
    RecordingAnalysis analysis = RecordingAnalysis.of(Sounds.lowPassed(SPEECH, hertz), 24_000);

    assertThat(analysis.bandwidthHz()).isCloseTo(hertz, within(0.1 * hertz));
  }

  @Test
  void measuresTheBandwidthOfAFileMadeAt8Kilohertz() {
    Pcm telephone = Resampler.resample(SPEECH, 8_000);

    assertThat(RecordingAnalysis.of(telephone, 8_000).bandwidthHz()).isBetween(3_600.0, 4_000.0);
  }

  @Test
  void findsNoClippingInCleanSpeechAtAnyRate() {
    for (int rate : new int[] {8_000, 16_000, 22_050, 24_000, 44_100, 48_000}) {
      assertThat(Clipping.fraction(Resampler.resample(SPEECH, rate)))
          .as("%d Hz", rate)
          .isLessThan(2e-5);
    }
  }

  @Test
  void measuresHowMuchIsClipped() {
    Pcm clipped = Sounds.amplified(SPEECH, 5);
    int atFullScale = 0;
    for (float sample : clipped.samples()) {
      atFullScale += Math.abs(sample) >= 1 ? 1 : 0;
    }
    double truth = (double) atFullScale / clipped.samples().length;

    assertThat(truth).as("the test clips enough").isGreaterThan(0.002);
    assertThat(Clipping.fraction(clipped)).isCloseTo(truth, within(0.35 * truth));
  }

  @Test
  void seesClippingThatWasTurnedDownAfterwards() {
    Pcm clipped = Sounds.amplified(Sounds.amplified(SPEECH, 5), 0.3);

    assertThat(Clipping.fraction(clipped)).isGreaterThan(0.001);
  }

  @Test
  void tellsMusicFromSpeech() {
    for (long seed = 1; seed <= 3; seed++) {
      SoundCharacter music = RecordingAnalysis.of(Sounds.music(8, seed), 24_000).character();
      assertThat(music.tonePersistence()).as("music %d", seed).isGreaterThan(0.3);
      assertThat(music.steadyPitch()).as("music %d", seed).isGreaterThan(0.38);
    }
    for (double hertz : new double[] {90, 140, 220}) {
      Pcm voice = new SyntheticVoice(hertz, 1, 5, 0.2).speak(8);
      SoundCharacter speech = RecordingAnalysis.of(voice, 24_000).character();
      assertThat(speech.tonePersistence()).as("%s Hz", hertz).isLessThan(0.2);
      assertThat(speech.modulationDb()).as("%s Hz", hertz).isGreaterThan(3);
    }
  }

  @Test
  void takesTheConstantPartAway() {
    float[] shifted = SPEECH.samples().clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 0.2f;
    }
    RecordingAnalysis analysis = RecordingAnalysis.of(new Pcm(shifted, 24_000), 24_000);

    assertThat(analysis.activity().noiseDb()).isCloseTo(20 * Math.log10(0.0003), within(1.5));
  }

  @Test
  void choosesTheCleanSpeechOfALongRecording() {
    Pcm noisy = Sounds.withNoise(SPEECH, 6, 2);
    Pcm clean = Sounds.joined(SPEECH, Sounds.silence(0.5));
    RecordingAnalysis analysis =
        RecordingAnalysis.of(Sounds.joined(noisy, noisy, clean, noisy), 24_000);

    List<Span> best = SpeechSelection.best(analysis, 5);

    assertThat(best.stream().mapToDouble(Span::seconds).sum()).isBetween(4.0, 5.01);
    assertThat(best).isSortedAccordingTo((a, b) -> Integer.compare(a.from(), b.from()));
    for (Span span : best) {
      assertThat(Frames.seconds(span.from())).isBetween(15.5, 24.5);
    }
  }

  @Test
  void usesAllTheSpeechOfAShortRecording() {
    RecordingAnalysis analysis = RecordingAnalysis.of(SPEECH, 24_000);
    double chosen = SpeechSelection.best(analysis, 30).stream().mapToDouble(Span::seconds).sum();

    assertThat(chosen).isCloseTo(analysis.activity().speechSeconds(), within(0.01));
  }
}
