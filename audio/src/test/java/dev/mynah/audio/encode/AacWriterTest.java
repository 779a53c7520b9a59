package dev.mynah.audio.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.testing.FfmpegFiles;
import dev.mynah.audio.testing.Signals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AacWriterTest {
  private static final int ENGINE_RATE = 24_000;
  private static final int FRAME = 1_024; // samples

  @TempDir static Path folder;
  private static AudioEncoders encoders;

  @BeforeAll
  static void load() throws IOException {
    encoders = new AudioEncoders(Path.of("target", "natives"));
  }

  static Stream<EncodingSettings> everySetting() {
    return EncodingSettings.AAC_RATES.stream()
        .flatMap(
            rate ->
                EncodingSettings.AAC_BITRATES.stream()
                    .map(bitrate -> new EncodingSettings(AudioFormat.AAC, rate, bitrate)));
  }

  @ParameterizedTest
  @MethodSource("everySetting")
  void keepsLevelAndBitrateAndBeginsWithOneFrameOfSilence(EncodingSettings settings)
      throws IOException {
    Pcm speech = Signals.speechLike(ENGINE_RATE, 6, 6);
    float[] expected = Resampler.resample(speech, settings.sampleRate()).samples();
    byte[] aac = encoders.encode(settings, ContainerTags.NONE, speech);
    FfmpegFiles.Content content = decoded(aac);
    assertThat(content.sampleRate()).isEqualTo(settings.sampleRate());
    assertThat(content.channels()).isEqualTo(1);
    assertThat(content.samples().length - FRAME - expected.length).isBetween(0, FRAME - 1);
    float[] played = Arrays.copyOfRange(content.samples(), FRAME, content.samples().length);
    assertThat(Signals.bestShift(expected, played, 100)).as("shift").isZero();
    assertThat(Signals.level(Signals.middle(played)))
        .isCloseTo(Signals.level(Signals.middle(expected)), within(0.01));
    assertThat(aac.length * 8 / 6.0).as("bits a second").isLessThan(1.3 * settings.bitrate());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_023, 1_024, 1_025, 9_999})
  void losesNoSampleAtTheEnd(int length) throws IOException {
    Pcm loud = new Pcm(Signals.sine(900, 0.5, ENGINE_RATE, 1).samples(), ENGINE_RATE);
    Pcm cut = new Pcm(Arrays.copyOf(loud.samples(), length), ENGINE_RATE);
    byte[] aac =
        encoders.encode(
            new EncodingSettings(AudioFormat.AAC, ENGINE_RATE, 96_000), ContainerTags.NONE, cut);
    assertThat(frames(aac, 0)).isEqualTo(1 + Math.ceilDiv(length, FRAME));
  }

  @Test
  void carriesItsTagsBeforeTheFirstFrameAndEveryFrameIsComplete() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContainerTags tags = new ContainerTags("Mynah 1.0", Map.of("synthetic_speech", "true"));
    try (AudioEncoder encoder =
        encoders.toStream(EncodingSettings.of(AudioFormat.AAC), tags, ENGINE_RATE, out)) {
      int header = out.size();
      for (int i = 0; i < 50; i++) {
        encoder.write(Signals.speechLike(ENGINE_RATE, 0.03, i).samples());
        frames(out.toByteArray(), header); // whole frames at any moment
      }
      assertThat(frames(out.toByteArray(), header)).isGreaterThan(50);
    }
    assertThat(decoded(out.toByteArray()).tags()).containsEntry("synthetic_speech", "true");
  }

  private static FfmpegFiles.Content decoded(byte[] aac) throws IOException {
    return FfmpegFiles.read(Files.write(folder.resolve("speech.aac"), aac));
  }

  /** Counts ADTS frames by their lengths; the last one must end where the bytes end. */
  private static int frames(byte[] aac, int start) {
    int count = 0;
    int at = start;
    while (at < aac.length) {
      assertThat(aac[at] & 0xff).as("first byte of frame %d", count).isEqualTo(0xff);
      assertThat(aac[at + 1] & 0xff).as("second byte of frame %d", count).isEqualTo(0xf1);
      at += (aac[at + 3] & 3) << 11 | (aac[at + 4] & 0xff) << 3 | (aac[at + 5] & 0xff) >> 5;
      count++;
    }
    assertThat(at).isEqualTo(aac.length);
    return count;
  }
}
