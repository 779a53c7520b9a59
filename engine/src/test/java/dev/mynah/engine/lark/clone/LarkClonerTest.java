package dev.mynah.engine.lark.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.audio.synthetic.SyntheticVoice;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneOptions;
import dev.mynah.engine.spi.CloneProgress;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.ClonedVoice;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.ReferenceAudio;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cloning onto a made-up base voice: what the estimation does, without the network. */
class LarkClonerTest {
  private static final Pcm SPEECH =
      Sounds.mixed(new SyntheticVoice(120, 1, 3).speak(12), Sounds.noise(12, 0.0003, 1), 1);
  private static final LarkCloner CLONER = new LarkCloner("test", () -> SyntheticBase.VOICE);

  @ParameterizedTest
  @ValueSource(doubles = {85, 120, 165, 210, 280})
  void recoversThePitchWithin2Percent(double hertz) throws Exception {
    ClonedVoice voice = clone(new SyntheticVoice(hertz, 1, 3).speak(10));

    assertThat(voice.report().medianF0Hz()).isCloseTo(hertz, within(0.02 * hertz));
    assertThat(Math.exp(profile(voice).logF0())).isCloseTo(hertz, within(0.02 * hertz));
    assertThat(voice.report().lowF0Hz()).isBetween(0.85 * hertz, hertz);
    assertThat(voice.report().highF0Hz()).isBetween(hertz, 1.15 * hertz);
  }

  @Test
  void givesAMonotoneTalkerLessRangeThanALivelyOne() throws Exception {
    ClonedVoice monotone = clone(new SyntheticVoice(150, 1, 3, 0.02).speak(10));
    ClonedVoice lively = clone(new SyntheticVoice(150, 1, 3, 0.25).speak(10));

    assertThat(profile(monotone).pitchRange()).isLessThan(profile(lively).pitchRange());
  }

  @Test
  void hearsADarkerVoiceAsDarker() throws Exception {
    // the same talker through a filter that takes 6 dB an octave off above 1 kHz
    float[] dark = SPEECH.samples().clone();
    double state = 0;
    for (int i = 0; i < dark.length; i++) {
      state += 0.23 * (dark[i] - state);
      dark[i] = (float) state;
    }
    double[] bright = meanOffset(profile(clone(SPEECH)));
    double[] darker = meanOffset(profile(clone(new Pcm(dark, 24_000))));

    double change = (darker[44] - bright[44]) - (darker[8] - bright[8]); // 5.2 kHz against 400 Hz
    assertThat(change).isLessThan(-0.8);
  }

  @Test
  void hearsAShorterTractAsHigherFormants() throws Exception {
    Pcm longTract = new SyntheticVoice(150, 1.0, 3).speak(14);
    Pcm shortTract = new SyntheticVoice(150, 1.2, 3).speak(14);
    double[] change = new double[64];
    double[] low = meanOffset(profile(clone(longTract)));
    double[] high = meanOffset(profile(clone(shortTract)));
    for (int b = 0; b < change.length; b++) {
      change[b] = high[b] - low[b];
    }

    // the third formant goes from about 2.4 to 2.9 kHz
    assertThat(band(change, 2_900) - band(change, 2_300)).isGreaterThan(0.3);
  }

  @Test
  void givesTheSameProfileFromEveryThread() throws Exception {
    byte[] alone = clone(SPEECH).profile().bytes();
    List<Callable<byte[]>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(() -> clone(SPEECH).profile().bytes());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<byte[]> run : threads.invokeAll(runs)) {
        assertThat(run.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void reportsWhatItMeasured() throws Exception {
    CloneReport report = clone(SPEECH).report();

    assertThat(report.speechSeconds()).isBetween(8.0, 12.0);
    assertThat(report.usedSeconds()).isCloseTo(report.speechSeconds(), within(0.1));
    assertThat(report.noiseFloorDbfs()).isCloseTo(-70.5, within(1.5));
    assertThat(report.levelDbfs()).isBetween(-30.0, -8.0);
    assertThat(report.clippedFraction()).isLessThan(1e-5);
    assertThat(codes(report)).doesNotContain("clipping", "noisy", "two-speakers", "music");
  }

  @Test
  void usesNoMoreSpeechThanAskedFor() throws Exception {
    ClonedVoice voice =
        CLONER.cloneVoice(
            reference(SPEECH), new CloneOptions(5), CloneProgress.NONE, CancelSignal.NEVER);

    assertThat(voice.report().usedSeconds()).isBetween(4.0, 5.01);
  }

  @Test
  void warnsOfAShortRecording() throws Exception {
    assertThat(codes(clone(new SyntheticVoice(120, 1, 3).speak(4)).report())).contains("short");
  }

  @Test
  void warnsOfClipping() throws Exception {
    CloneReport report = clone(Sounds.amplified(SPEECH, 6)).report();

    assertThat(codes(report)).contains("clipping");
    assertThat(report.clippedFraction()).isGreaterThan(0.001);
  }

  @Test
  void warnsOfNoise() throws Exception {
    assertThat(codes(clone(Sounds.withNoise(SPEECH, 10, 2)).report())).contains("noisy");
  }

  @Test
  void warnsOfATelephoneBand() throws Exception {
    CloneReport report = clone(Resampler.resample(SPEECH, 8_000)).report();

    assertThat(codes(report)).contains("narrow-band");
    assertThat(report.bandwidthHz()).isBetween(3_500.0, 4_000.0);
  }

  @Test
  void warnsOfMusicUnderTheSpeech() throws Exception {
    Pcm lively = new SyntheticVoice(120, 1, 3, 0.2).speak(12);

    assertThat(codes(clone(lively).report())).doesNotContain("music");
    assertThat(codes(clone(Sounds.mixed(lively, Sounds.music(12, 1), 0.2)).report()))
        .contains("music");
  }

  @Test
  void warnsOfTwoSpeakers() throws Exception {
    Pcm man = new SyntheticVoice(105, 1, 3, 0.2).speak(12);
    Pcm woman = new SyntheticVoice(210, 1.17, 4, 0.2).speak(12);

    assertThat(codes(clone(Sounds.joined(man, woman)).report())).contains("two-speakers");
    assertThat(codes(clone(Sounds.joined(man, man)).report())).doesNotContain("two-speakers");
    assertThat(codes(clone(Sounds.joined(woman, woman)).report())).doesNotContain("two-speakers");
  }

  @Test
  void copiesLittleOfTheNoiseIntoTheVoice() throws Exception {
    double[] clean = meanOffset(profile(clone(SPEECH)));
    double[] noisy = meanOffset(profile(clone(Sounds.withNoise(SPEECH, 15, 2))));
    double sum = 0;
    for (int b = 0; b < 64; b++) {
      sum += Math.abs(noisy[b] - clean[b]) / 64;
    }

    assertThat(sum)
        .as("mean change of the offsets, nats")
        .isLessThan(0.72); // 0.78 if the noise is left in
  }

  @Test
  void followsThePaceOfASlowTalker() throws Exception {
    Pcm lively = new SyntheticVoice(120, 1, 3).speak(20);
    Pcm slow = Resampler.resample(lively, 33_600); // played at 24 kHz, 1.4 times as long
    double paceQuick = profile(clone(lively)).speed();
    double paceSlow = profile(clone(new Pcm(slow.samples(), 24_000))).speed();

    assertThat(paceSlow).isLessThan(paceQuick - 0.1);
  }

  @Test
  void refusesSilence() {
    assertRefused(Sounds.silence(5), "silent");
    assertRefused(Sounds.silence(0), "silent");
  }

  @Test
  void refusesNoise() {
    assertRefused(Sounds.noise(8, 0.1, 4), "noise only");
  }

  @Test
  void refusesMusic() {
    assertRefused(Sounds.music(10, 2), "music");
  }

  @Test
  void refusesTooLittleSpeech() {
    assertRefused(
        Sounds.joined(new SyntheticVoice(120, 1, 3).speak(1.5), Sounds.silence(5)),
        "seconds of speech");
  }

  @Test
  void stopsWhenCancelled() {
    assertThatThrownBy(
            () ->
                CLONER.cloneVoice(
                    reference(SPEECH), CloneOptions.DEFAULT, CloneProgress.NONE, () -> true))
        .isInstanceOf(EngineException.class)
        .extracting(e -> ((EngineException) e).error())
        .isEqualTo(EngineError.CANCELLED);
  }

  @Test
  void reportsProgressThatNeverFalls() throws Exception {
    List<Double> seen = new ArrayList<>();
    CLONER.cloneVoice(
        reference(SPEECH),
        CloneOptions.DEFAULT,
        (fraction, step) -> seen.add(fraction),
        CancelSignal.NEVER);

    assertThat(seen).isSorted().startsWith(0.0).endsWith(1.0);
  }

  private static double[] meanOffset(LarkProfile profile) {
    double[] mean = new double[64];
    int voiced = profile.classes().voicedCount();
    for (int c = 0; c < voiced; c++) {
      for (int b = 0; b < mean.length; b++) {
        mean[b] += profile.offsets()[c][b] / voiced;
      }
    }
    return mean;
  }

  private static double band(double[] curve, double hertz) {
    return curve[
        (int) Math.round(dev.mynah.audio.analysis.EnvelopeBands.over(65).bandPosition(hertz))];
  }

  private static List<String> codes(CloneReport report) {
    return report.warnings().stream().map(CloneReport.Warning::code).toList();
  }

  private static void assertRefused(Pcm recording, String reason) {
    assertThatThrownBy(() -> clone(recording))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(reason)
        .extracting(e -> ((EngineException) e).error())
        .isEqualTo(EngineError.UNUSABLE_REFERENCE);
  }

  private static LarkProfile profile(ClonedVoice voice) throws EngineException {
    return LarkProfileCodec.read(voice.profile().bytes());
  }

  private static ReferenceAudio reference(Pcm pcm) {
    return new ReferenceAudio(pcm, pcm.sampleRate(), null);
  }

  private static ClonedVoice clone(Pcm pcm) throws EngineException {
    return CLONER.cloneVoice(
        reference(pcm), CloneOptions.DEFAULT, CloneProgress.NONE, CancelSignal.NEVER);
  }
}
