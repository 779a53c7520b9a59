package dev.mynah.audio.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.audio.synthetic.SyntheticVoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechActivityTest {
  private static final Pcm SPEECH = new SyntheticVoice(130, 1, 2).speak(8);

  @Test
  void findsTheSpeechBetweenSilences() {
    Pcm recording = Sounds.joined(Sounds.silence(3), SPEECH, Sounds.silence(4));
    SpeechActivity activity = detect(recording);

    assertThat(activity.speechSeconds()).isBetween(5.5, 8.2);
    assertThat(activity.spans().getFirst().from()).isGreaterThan(frame(2.9));
    assertThat(activity.spans().getLast().to()).isLessThan(frame(11.1));
  }

  @Test
  void findsTheSameSpeechInNoise() {
    double clean = detect(SPEECH).speechSeconds();
    double noisy = detect(Sounds.withNoise(SPEECH, 12, 3)).speechSeconds();

    assertThat(noisy).isCloseTo(clean, within(0.2 * clean));
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 20, 30, 40})
  void measuresTheSignalToNoiseRatioWithin2Decibels(double wanted) {
    SpeechActivity clean = detect(SPEECH);
    double speechPower = 0;
    int count = 0;
    for (Span span : clean.spans()) {
      for (int i = span.from() * Frames.HOP; i < span.to() * Frames.HOP; i++) {
        speechPower += SPEECH.samples()[i] * SPEECH.samples()[i];
        count++;
      }
    }
    double deviation = Math.sqrt(speechPower / count / Math.pow(10, wanted / 10));
    Pcm noise = Sounds.noise(8, deviation, 11);

    SpeechActivity activity = detect(Sounds.mixed(SPEECH, noise, 1));

    assertThat(activity.signalToNoiseDb()).isCloseTo(wanted, within(2.0));
    assertThat(activity.noiseDb()).isCloseTo(20 * Math.log10(deviation), within(1.0));
  }

  @Test
  void followsANoiseFloorThatRisesInTheMiddle() {
    Pcm quiet = Sounds.mixed(SPEECH, Sounds.noise(8, 0.0005, 5), 1);
    Pcm loud = Sounds.mixed(SPEECH, Sounds.noise(8, 0.02, 6), 1);
    Pcm pause = Sounds.noise(6, 0.02, 7);
    SpeechActivity activity = detect(Sounds.joined(quiet, quiet, pause, loud, pause, loud, pause));

    int wrong = 0;
    for (Span span : activity.spans()) {
      wrong += overlap(span, 16.5, 21.5) + overlap(span, 30.5, 35.5) + overlap(span, 44.5, 49.5);
    }
    assertThat(Frames.seconds(wrong)).as("noise taken for speech").isLessThan(0.5);
  }

  @Test
  void findsNoSpeechInNoiseOrSilence() {
    assertThat(detect(Sounds.noise(5, 0.1, 1)).speechSeconds()).isLessThan(0.3);
    assertThat(detect(Sounds.silence(5)).speechSeconds()).isZero();
    assertThat(detect(Sounds.silence(0)).spans()).isEmpty();
  }

  private static int overlap(Span span, double from, double to) {
    return Math.max(0, Math.min(span.to(), frame(to)) - Math.max(span.from(), frame(from)));
  }

  private static int frame(double seconds) {
    return (int) (seconds * Frames.PER_SECOND);
  }

  private static SpeechActivity detect(Pcm pcm) {
    return SpeechActivity.detect(pcm, PitchTracker.track(pcm));
  }
}
