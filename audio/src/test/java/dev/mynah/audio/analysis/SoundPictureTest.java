package dev.mynah.audio.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.synthetic.SyntheticVoice;
import org.junit.jupiter.api.Test;

class SoundPictureTest {
  private static final int RATE = 24_000;
  private static final int COLUMNS = 600;

  @Test
  void showsTheWaveOfAToneThatSwells() {
    float[] samples = new float[RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) ((double) i / samples.length * Math.sin(2 * Math.PI * 1000 * i / RATE));
    }
    WaveformPeaks peaks = SoundPicture.of(new Pcm(samples, RATE), COLUMNS).peaks();
    assertThat(peaks.high()).hasSize(COLUMNS);
    assertThat(peaks.high()[300]).isCloseTo(0.5f, within(0.02f));
    assertThat(peaks.low()[599]).isCloseTo(-1f, within(0.02f));
  }

  @Test
  void tellsThePitchOfATalkerAndLeavesGapsBetweenPhrases() {
    Pcm talk = new SyntheticVoice(180, 1.1, 5).speak(6);
    SoundPicture picture = SoundPicture.of(talk, COLUMNS);
    assertThat(picture.medianF0()).isCloseTo(180, within(9.0));
    assertThat(picture.f0()).hasSizeLessThanOrEqualTo(COLUMNS).contains(0f);
    for (float f0 : picture.f0()) {
      assertThat(f0 == 0 || (f0 > 140 && f0 < 230)).as("%s Hz", f0).isTrue();
    }
  }

  @Test
  void putsAToneIntoTheBandWhereItIs() {
    float[] samples = new float[2 * RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 0.3f * (float) Math.sin(2 * Math.PI * 2_000 * i / RATE);
    }
    LongTermSpectrum spectrum = LongTermSpectrum.of(new Pcm(samples, RATE));
    int loudest = 0;
    for (int b = 0; b < spectrum.hertz().length; b++) {
      loudest = spectrum.decibels()[b] > spectrum.decibels()[loudest] ? b : loudest;
    }
    assertThat((double) spectrum.hertz()[loudest]).isCloseTo(2_000, within(200.0));
    assertThat(spectrum.decibels()[loudest]).isCloseTo(0f, within(0.5f));
    assertThat(spectrum.decibels()[5]).as("far below the tone").isLessThan(-40f);
  }

  @Test
  void doesNotDependOnTheLevel() {
    Pcm loud = new SyntheticVoice(120, 1, 3).speak(3);
    float[] quiet = loud.samples().clone();
    for (int i = 0; i < quiet.length; i++) {
      quiet[i] *= 0.1f;
    }
    LongTermSpectrum one = LongTermSpectrum.of(loud);
    LongTermSpectrum other = LongTermSpectrum.of(new Pcm(quiet, RATE));
    for (int b = 0; b < one.hertz().length; b++) {
      assertThat(other.decibels()[b]).isCloseTo(one.decibels()[b], within(0.05f));
    }
  }

  @Test
  void saysNothingOfSilence() {
    SoundPicture picture = SoundPicture.of(new Pcm(new float[RATE], RATE), COLUMNS);
    assertThat(picture.loudness()).isEmpty();
    assertThat(picture.medianF0()).isZero();
    assertThat(picture.spectrum().decibels()).containsOnly(LongTermSpectrum.FLOOR_DB);
  }

  @Test
  void livesWithNextToNothing() {
    SoundPicture picture = SoundPicture.of(new Pcm(new float[] {0.1f, -0.2f}, RATE), COLUMNS);
    assertThat(picture.peaks().low()).containsExactly(0f, -0.2f);
    assertThat(picture.f0()).containsExactly(0f);
  }
}
