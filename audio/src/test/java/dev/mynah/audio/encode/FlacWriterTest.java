package dev.mynah.audio.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.testing.FfmpegFiles;
import dev.mynah.audio.testing.Signals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlacWriterTest {
  private static final int ENGINE_RATE = 24_000;
  private static final ContainerTags TAGS =
      new ContainerTags("Mynah 1.0", Map.of("synthetic_speech", "true"));

  @TempDir static Path folder;
  private static AudioEncoders encoders;

  @BeforeAll
  static void load() throws IOException {
    encoders = new AudioEncoders(Path.of("target", "natives"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_151, 1_152, 1_153, 30_001})
  void tellsTheNumberAndTheDigestOfItsSamplesInAFile(int length)
      throws IOException, NoSuchAlgorithmException {
    Pcm speech = speech(length);
    byte[] flac = encoders.encode(settings(AudioFormat.FLAC, ENGINE_RATE), TAGS, speech);
    byte[] samples = encoders.encode(settings(AudioFormat.PCM, ENGINE_RATE), TAGS, speech);
    StreamInfo info = StreamInfo.of(flac);
    assertThat(info.samples()).isEqualTo(length);
    assertThat(info.sampleRate()).isEqualTo(ENGINE_RATE);
    assertThat(info.channels()).isEqualTo(1);
    assertThat(info.bits()).isEqualTo(16);
    assertThat(info.md5()).isEqualTo(MessageDigest.getInstance("MD5").digest(samples));
    assertThat(info.leastFrameBytes()).isLessThanOrEqualTo(info.mostFrameBytes());
    assertThat(info.mostFrameBytes() == 0).isEqualTo(length == 0);
  }

  @Test
  void saysThatLengthAndDigestOfAStreamAreUnknown() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (AudioEncoder encoder =
        encoders.toStream(settings(AudioFormat.FLAC, ENGINE_RATE), TAGS, ENGINE_RATE, out)) {
      encoder.write(speech(5_000).samples());
    }
    StreamInfo info = StreamInfo.of(out.toByteArray());
    assertThat(info.samples()).isZero();
    assertThat(info.mostFrameBytes()).isZero();
    assertThat(info.md5()).containsOnly(0);
    assertThat(new String(out.toByteArray(), StandardCharsets.ISO_8859_1))
        .contains("synthetic_speech=true");
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 22_050, 24_000, 44_100, 48_000})
  void losesNothing(int sampleRate) throws IOException {
    Pcm speech = speech(40_003);
    byte[] flac = encoders.encode(settings(AudioFormat.FLAC, sampleRate), TAGS, speech);
    byte[] wav = encoders.encode(settings(AudioFormat.WAV, sampleRate), TAGS, speech);
    Path one = Files.write(folder.resolve("lossless.flac"), flac);
    Path other = Files.write(folder.resolve("lossless.wav"), wav);
    assertThat(FfmpegFiles.read(one).samples()).isEqualTo(FfmpegFiles.read(other).samples());
    assertThat(flac.length).as("bytes").isLessThan(wav.length);
  }

  @Test
  void keepsNoMoreThanAFrameOfAStreamBack() throws IOException {
    int sampleRate = 24_000;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (AudioEncoder encoder =
        encoders.toStream(settings(AudioFormat.FLAC, sampleRate), TAGS, ENGINE_RATE, out)) {
      int header = out.size();
      assertThat(header).as("bytes of the header, sent at once").isPositive();
      encoder.write(Arrays.copyOf(speech(2_000).samples(), 1_152));
      assertThat(out.size()).as("bytes after 48 ms").isGreaterThan(header);
    }
  }

  private static Pcm speech(int length) {
    return new Pcm(
        Arrays.copyOf(Signals.speechLike(ENGINE_RATE, 2, 4).samples(), length), ENGINE_RATE);
  }

  private static EncodingSettings settings(AudioFormat format, int sampleRate) {
    return new EncodingSettings(format, sampleRate, 0);
  }

  /** The first block of a FLAC file, read by the letter of RFC 9639. */
  private record StreamInfo(
      int leastFrameBytes,
      int mostFrameBytes,
      int sampleRate,
      int channels,
      int bits,
      long samples,
      byte[] md5) {

    static StreamInfo of(byte[] flac) {
      assertThat(new String(flac, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("fLaC");
      assertThat(ByteBuffer.wrap(flac).getInt(4)).as("type and length").isEqualTo(34);
      int least = new BigInteger(1, Arrays.copyOfRange(flac, 12, 15)).intValueExact();
      int most = new BigInteger(1, Arrays.copyOfRange(flac, 15, 18)).intValueExact();
      long packed = ByteBuffer.wrap(flac).getLong(18);
      return new StreamInfo(
          least,
          most,
          (int) (packed >>> 44),
          (int) (packed >>> 41 & 7) + 1,
          (int) (packed >>> 36 & 31) + 1,
          packed & (1L << 36) - 1,
          Arrays.copyOfRange(flac, 26, 42));
    }
  }
}
