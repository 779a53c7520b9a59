package dev.mynah.engine.lark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.analysis.PitchTracker;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneOptions;
import dev.mynah.engine.spi.CloneProgress;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.ClonedVoice;
import dev.mynah.engine.spi.ReferenceAudio;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.engine.testing.LarkModel;
import dev.mynah.engine.testing.RealSpeech;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones a real person's voice: over a minute of a woman's telephone prompts. */
class RealSpeechTest {
  private static final String PROMPT = "demo-instruct"; // 73 s

  private static LarkEngine engine;
  private static Pcm recording;
  private static ClonedVoice voice;

  @BeforeAll
  static void cloneTheVoice(@TempDir Path nativeCache) throws Exception {
    recording = RealSpeech.prompt(PROMPT, nativeCache);
    engine = LarkEngine.open(LarkModel.directory(), 1);
    voice = cloneFrom(recording);
  }

  @AfterAll
  static void close() {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void reportsWhatTheRecordingIs() {
    CloneReport report = voice.report();

    assertThat(recording.seconds()).isCloseTo(73.3, within(0.5));
    assertThat(report.speechSeconds()).isBetween(40.0, 73.0);
    assertThat(report.usedSeconds()).isBetween(15.0, 30.5);
    assertThat(report.medianF0Hz()).isBetween(160.0, 260.0);
    assertThat(report.lowF0Hz()).isLessThan(report.medianF0Hz());
    assertThat(report.highF0Hz()).isGreaterThan(report.medianF0Hz());
    assertThat(report.bandwidthHz()).isBetween(5_000.0, 8_000.0);
    assertThat(report.clippedFraction()).isLessThan(0.001);
    assertThat(report.levelDbfs() - report.noiseFloorDbfs()).isGreaterThan(25);
    assertThat(report.warnings()).extracting(CloneReport.Warning::code).doesNotContain("music");
  }

  @Test
  void givesTheSameProfileForTheSameRecording() throws Exception {
    assertThat(cloneFrom(recording).profile().bytes()).isEqualTo(voice.profile().bytes());
    assertThat(voice.profile().bytes()).hasSizeLessThanOrEqualTo(VoiceProfile.MAX_BYTES);
  }

  @Test
  void speaksAtThePitchOfThePerson() throws Exception {
    List<float[]> blocks = new ArrayList<>();
    engine.speak(
        new SpeechRequest(
            "The evening train was late again, so we walked home along the river and talked.",
            voice.profile(),
            1.0,
            7,
            null),
        blocks::add,
        CancelSignal.NEVER);

    float[] spoken = joined(blocks);
    float[] voiced = PitchTracker.track(new Pcm(spoken, engine.info().sampleRate())).sortedVoiced();
    double median = voiced[voiced.length / 2];

    assertThat(spoken.length / (double) engine.info().sampleRate()).isBetween(3.0, 9.0);
    assertThat(median / voice.report().medianF0Hz()).isCloseTo(1.0, within(0.10));
  }

  @Test
  void needsNoMoreThanAFewSecondsOfIt() throws Exception {
    Pcm fourSeconds = new Pcm(Arrays.copyOfRange(recording.samples(), 24_000, 5 * 24_000), 24_000);

    CloneReport report = cloneFrom(fourSeconds).report();

    assertThat(report.usedSeconds()).isBetween(2.0, 4.0);
    assertThat(report.medianF0Hz() / voice.report().medianF0Hz()).isCloseTo(1.0, within(0.15));
    assertThat(report.warnings()).extracting(CloneReport.Warning::code).contains("short");
  }

  private static ClonedVoice cloneFrom(Pcm pcm) throws Exception {
    return engine.cloneVoice(
        new ReferenceAudio(pcm, RealSpeech.ORIGINAL_RATE, null),
        CloneOptions.DEFAULT,
        CloneProgress.NONE,
        CancelSignal.NEVER);
  }

  private static float[] joined(List<float[]> blocks) {
    float[] all = new float[blocks.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, all, at, block.length);
      at += block.length;
    }
    return all;
  }
}
