package dev.mynah.audio.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.DecodeLimits.Overlong;
import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.ContainerTags;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.audio.synthetic.Sounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaStreamTest {
  private static final Path NATIVES = Path.of("target", "natives");
  private static final int RATE = 16_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final MediaDecoder decoder = new MediaDecoder(NATIVES, 1);

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void givesTheSamplesThatDecodingAtOnceGives() throws Exception {
    Path file = wav(20);
    float[] whole = decoder.decode(file, RATE).pcm().samples();

    float[] read = new float[whole.length + 1];
    int length = 0;
    try (MediaStream stream = open(file, 100)) {
      for (int count = 0; count >= 0; count = stream.read(read, length, 1_000)) {
        length += count;
      }
      assertThat(stream.read(read, 0, 10)).isEqualTo(-1);
    }

    assertThat(length).isEqualTo(whole.length);
    assertThat(Arrays.copyOf(read, length)).isEqualTo(whole);
  }

  @Test
  void givesItsPlaceBackWhenClosedInTheMiddle() throws Exception {
    Path file = wav(60);
    for (int i = 0; i < 3; i++) {
      MediaStream stream = open(file, 100);
      assertThat(stream.read(new float[100], 0, 100)).isEqualTo(100);
      stream.close();
      stream.close();
    }
    assertThat(decoder.decode(file, RATE).pcm().seconds()).isEqualTo(60);
  }

  @Test
  void refusesARecordingThatTellsItIsTooLongBeforeReadingIt() throws Exception {
    Path file = wav(20);

    assertThatThrownBy(() -> open(file, 10))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.code()).isEqualTo(MediaException.Code.TOO_LONG));
    assertThat(decoder.decode(file, RATE).pcm().seconds()).isEqualTo(20);
  }

  @Test
  void refusesARecordingThatTurnsOutTooLong() throws Exception {
    Path file = wav(20); // its header may be wrong by a little
    float[] target = new float[1 << 16];

    try (MediaStream stream = open(file, 19.5)) {
      assertThatThrownBy(
              () -> {
                while (stream.read(target, 0, target.length) >= 0) {
                  assertThat(target).isNotEmpty();
                }
              })
          .isInstanceOfSatisfying(
              MediaStreamException.class,
              e -> assertThat(e.failure().code()).isEqualTo(MediaException.Code.TOO_LONG));
    }
  }

  @Test
  void refusesWhatIsNoRecording() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "This is no recording. ".repeat(100));

    assertThatThrownBy(() -> open(file, 10)).isInstanceOf(MediaException.class);
    assertThat(decoder.decode(wav(1), RATE).pcm().seconds()).isEqualTo(1);
  }

  private MediaStream open(Path file, double maxSeconds) throws Exception {
    DecodeLimits limits =
        new DecodeLimits(
            100_000_000, maxSeconds, Overlong.REFUSE, Duration.ofSeconds(30), 2L << 30);
    return decoder.open(file, MediaHint.NONE, RATE, limits, LONGEST);
  }

  private Path wav(double seconds) throws IOException {
    Pcm noise = Sounds.noise(seconds, 0.1, 7);
    Path file = folder.resolve("noise.wav");
    EncodingSettings settings = EncodingSettings.of(AudioFormat.WAV).withSampleRate(RATE);
    return Files.write(
        file, new AudioEncoders(NATIVES).encode(settings, ContainerTags.NONE, noise));
  }
}
