package dev.mynah.audio.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.testing.FfmpegFiles;
import dev.mynah.audio.testing.Signals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AudioEncoderTest {
  private static final int ENGINE_RATE = 24_000;

  /** LAME lowers everything by up to 0.45 dB, so that what it makes of full scale doesn't clip. */
  private static final double LEVEL_TOLERANCE = 0.03;

  private static final ContainerTags TAGS =
      new ContainerTags(
          "Mynah 1.0",
          new LinkedHashMap<>(
              Map.of("synthetic_speech", "true", "voice_id", "0f".repeat(16), "engine", "lark ä")));

  @TempDir static Path folder;
  private static AudioEncoders encoders;

  @BeforeAll
  static void load() throws IOException {
    encoders = new AudioEncoders(Path.of("target", "natives"));
  }

  static Stream<EncodingSettings> everySetting() {
    Stream<EncodingSettings> mp3 =
        EncodingSettings.MP3_RATES.stream()
            .flatMap(
                rate ->
                    EncodingSettings.MP3_BITRATES.stream()
                        .map(bitrate -> new EncodingSettings(AudioFormat.MP3, rate, bitrate)));
    Stream<EncodingSettings> opus =
        EncodingSettings.OPUS_BITRATES.stream()
            .map(bitrate -> new EncodingSettings(AudioFormat.OPUS, 48_000, bitrate));
    Stream<EncodingSettings> wav =
        Stream.of(8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
            .map(rate -> new EncodingSettings(AudioFormat.WAV, rate, 0));
    Stream<EncodingSettings> flac =
        Stream.of(8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
            .map(rate -> new EncodingSettings(AudioFormat.FLAC, rate, 0));
    return Stream.of(mp3, opus, wav, flac).flatMap(settings -> settings);
  }

  @ParameterizedTest
  @MethodSource("everySetting")
  void storesASignalThatDecodesToTheSameLengthPlaceAndLevel(EncodingSettings settings)
      throws IOException {
    Pcm tone = Signals.sine(1_000, 0.5, ENGINE_RATE, 0.7);
    Path file = store(settings, TAGS, tone);
    FfmpegFiles.Content content = FfmpegFiles.read(file);
    float[] expected = Resampler.resample(tone, settings.sampleRate()).samples();
    assertThat(content.sampleRate()).isEqualTo(settings.sampleRate());
    assertThat(content.channels()).isEqualTo(1);
    assertThat(content.samples()).as("samples").hasSize(expected.length);
    // FFmpeg counts Opus' pre-skip of 6.5 ms as part of the length.
    assertThat(content.seconds()).isCloseTo(0.7, within(0.007));
    float[] middle = Signals.middle(content.samples());
    assertThat(Signals.amplitudeAt(1_000, middle, settings.sampleRate()))
        .isCloseTo(0.5, within(LEVEL_TOLERANCE));
    assertThat(Signals.level(middle)).isCloseTo(0.5 / Math.sqrt(2), within(LEVEL_TOLERANCE));
    assertThat(content.tags().toString()).contains("Mynah 1.0", "0f0f0f", "lark ä", "true");
  }

  @ParameterizedTest
  @CsvSource({
    "MP3,44100,128000",
    "MP3,24000,64000",
    "OPUS,48000,32000",
    "WAV,24000,0",
    "FLAC,24000,0",
    "FLAC,44100,0"
  })
  void keepsEverySampleInItsPlaceWhateverTheLength(AudioFormat format, int sampleRate, int bitrate)
      throws IOException {
    EncodingSettings settings = new EncodingSettings(format, sampleRate, bitrate);
    Random random = new Random(3);
    for (int round = 0; round < 25; round++) {
      // FFmpeg forgets the start gap of an MP3 whose end gap begins in the same frame.
      int shortest = format == AudioFormat.MP3 ? 1_200 : 1;
      int length = shortest + (round < 4 ? round : random.nextInt(30_000));
      Pcm speech =
          new Pcm(
              Arrays.copyOf(Signals.speechLike(ENGINE_RATE, 2, round).samples(), length),
              ENGINE_RATE);
      float[] expected = Resampler.resample(speech, sampleRate).samples();
      float[] decoded = FfmpegFiles.read(store(settings, ContainerTags.NONE, speech)).samples();
      assertThat(decoded).as("length of %d samples", length).hasSize(expected.length);
      if (length > 8_000) {
        assertThat(Signals.bestShift(expected, decoded, 100))
            .as("shift of %d samples", length)
            .isBetween(-1, 1);
      }
    }
  }

  @Test
  void makesAPlayableFileOfNothing() throws IOException {
    for (AudioFormat format : EnumSet.complementOf(EnumSet.of(AudioFormat.PCM))) {
      Path file = store(EncodingSettings.of(format), TAGS, new Pcm(new float[0], ENGINE_RATE));
      FfmpegFiles.Content content = FfmpegFiles.read(file);
      assertThat(content.codec()).as("codec of %s", format).isNotEmpty();
      assertThat(Signals.level(Arrays.copyOf(content.samples(), 1))).isZero();
      assertThat(content.samples().length).as("samples of %s", format).isLessThan(2_100);
    }
    assertThat(
            encoders.encode(
                EncodingSettings.of(AudioFormat.PCM), TAGS, new Pcm(new float[0], 8_000)))
        .isEmpty();
  }

  @Test
  void writesTheSameBytesWhateverTheBlocks() throws IOException {
    Pcm speech = Signals.speechLike(ENGINE_RATE, 1.3, 5);
    for (AudioFormat format : AudioFormat.values()) {
      EncodingSettings settings = EncodingSettings.of(format);
      byte[] whole = encoders.encode(settings, TAGS, speech);
      assertThat(Files.readAllBytes(store(settings, TAGS, speech))).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource({"MP3", "WAV", "OPUS", "FLAC", "AAC"})
  void streamsWhatPlaysWithoutTheEndBeingKnown(AudioFormat format) throws IOException {
    EncodingSettings settings = EncodingSettings.of(format);
    Pcm tone = Signals.sine(440, 0.4, ENGINE_RATE, 1.1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (AudioEncoder encoder = encoders.toStream(settings, TAGS, ENGINE_RATE, out)) {
      encoder.write(Arrays.copyOf(tone.samples(), 12_000));
      encoder.flush();
      assertThat(out.size()).as("bytes after half a second").isGreaterThan(1_000);
      encoder.write(Arrays.copyOfRange(tone.samples(), 12_000, tone.samples().length));
      assertThat(encoder.samplesTaken()).isEqualTo(tone.samples().length);
    }
    Path file = Files.write(folder.resolve("stream." + format.fileExtension()), out.toByteArray());
    FfmpegFiles.Content content = FfmpegFiles.read(file);
    assertThat(content.samples().length / (double) settings.sampleRate())
        .isCloseTo(1.1, within(gapless(format) ? 1e-6 : 0.1));
    assertThat(Signals.amplitudeAt(440, Signals.middle(content.samples()), settings.sampleRate()))
        .isCloseTo(0.4, within(LEVEL_TOLERANCE));
  }

  private static boolean gapless(AudioFormat format) {
    return format != AudioFormat.MP3 && format != AudioFormat.AAC;
  }

  @Test
  void givesAStreamedWavThePlaceholderSizesPlayersKnow() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncodingSettings settings = new EncodingSettings(AudioFormat.WAV, 24_000, 0);
    try (AudioEncoder encoder = encoders.toStream(settings, ContainerTags.NONE, ENGINE_RATE, out)) {
      encoder.write(new float[100]);
    }
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Integer.toUnsignedLong(bytes.getInt(4))).isEqualTo(4_294_967_076L);
    assertThat(new String(bytes.array(), 36, 4, StandardCharsets.US_ASCII)).isEqualTo("data");
    assertThat(Integer.toUnsignedLong(bytes.getInt(40))).isEqualTo(4_294_967_040L);
    assertThat(bytes.capacity()).isEqualTo(44 + 200);
  }

  @Test
  void givesAStoredWavExactSizesAndNothingAfterTheSamples() throws IOException {
    EncodingSettings settings = new EncodingSettings(AudioFormat.WAV, 24_000, 0);
    byte[] bytes = Files.readAllBytes(store(settings, TAGS, new Pcm(new float[777], 24_000)));
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("data");
    assertThat(words.getInt(4)).isEqualTo(bytes.length - 8);
    assertThat(words.getShort(20)).as("format tag").isEqualTo((short) 1);
    assertThat(words.getShort(34)).as("bits").isEqualTo((short) 16);
    assertThat(data % 2).isZero();
    assertThat(words.getInt(data + 4)).isEqualTo(2 * 777);
    assertThat(bytes.length).isEqualTo(data + 8 + 2 * 777);
  }

  @Test
  void bendsWhatIsTooLoudInsteadOfWrapping() throws IOException {
    EncodingSettings settings = new EncodingSettings(AudioFormat.PCM, 24_000, 0);
    float[] loud = {0, 0.5f, 0.98f, 1, 2, 100, -1, -3, Float.NaN, Float.NEGATIVE_INFINITY};
    byte[] bytes = encoders.encode(settings, TAGS, new Pcm(loud, 24_000));
    short[] words = new short[loud.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(words);
    assertThat(words[0]).isZero();
    assertThat(words[1]).isEqualTo((short) 16_384);
    assertThat(words[2]).isEqualTo((short) Math.round(0.98f * 32_767));
    assertThat(words[3]).isBetween((short) 32_300, (short) 32_766);
    assertThat(words[4]).isBetween((short) 32_760, (short) 32_767);
    assertThat(words[5]).isEqualTo((short) 32_767);
    assertThat(words[6]).isEqualTo((short) -words[3]);
    assertThat(words[7]).isLessThan((short) -32_760);
    assertThat(words[8]).isZero();
    assertThat(words[9]).isEqualTo((short) -32_767);
  }

  @Test
  void encodesManyStreamsAtOnceAsIfEachWereAlone() throws Exception {
    List<EncodingSettings> settings =
        List.of(
            EncodingSettings.of(AudioFormat.MP3),
            EncodingSettings.of(AudioFormat.OPUS),
            new EncodingSettings(AudioFormat.MP3, 24_000, 64_000),
            EncodingSettings.of(AudioFormat.AAC),
            EncodingSettings.of(AudioFormat.FLAC));
    List<byte[]> alone = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      alone.add(
          encoders.encode(settings.get(i % 5), TAGS, Signals.speechLike(ENGINE_RATE, 0.5, i)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<byte[]>> together = new ArrayList<>();
      for (int i = 0; i < 36; i++) {
        int which = i % 15;
        together.add(
            threads.submit(
                () ->
                    encoders.encode(
                        settings.get(which % 5),
                        TAGS,
                        Signals.speechLike(ENGINE_RATE, 0.5, which))));
      }
      for (int i = 0; i < 36; i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i % 15));
      }
    }
  }

  @Test
  void freesItselfWithoutAnotherWriteWhenTheListenerHasGone() throws IOException {
    for (AudioFormat format : AudioFormat.values()) {
      int[] calls = {0};
      OutputStream gone =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("unused");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              if (calls[0]++ >= 3) {
                throw new IOException("connection reset");
              }
            }
          };
      AudioEncoder encoder =
          encoders.toStream(EncodingSettings.of(format), TAGS, ENGINE_RATE, gone);
      float[] block = Signals.speechLike(ENGINE_RATE, 1, 1).samples();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  encoder.write(block);
                }
              })
          .hasMessage("connection reset");
      int before = calls[0];
      assertThat(encoders.open()).as("encoders open").isEqualTo(1);
      encoder.close();
      encoder.close();
      assertThat(encoders.open()).as("encoders open").isZero();
      assertThat(calls[0]).isEqualTo(before);
      assertThatThrownBy(() -> encoder.write(block)).isInstanceOf(IOException.class);
    }
  }

  /** Stores in blocks of odd sizes. */
  private static Path store(EncodingSettings settings, ContainerTags tags, Pcm pcm)
      throws IOException {
    Path file = folder.resolve("stored." + settings.format().fileExtension());
    Random random = new Random(pcm.samples().length);
    try (AudioEncoder encoder = encoders.toFile(settings, tags, pcm.sampleRate(), file)) {
      for (int at = 0; at < pcm.samples().length; ) {
        int end = Math.min(pcm.samples().length, at + random.nextInt(5_000));
        encoder.write(Arrays.copyOfRange(pcm.samples(), at, end));
        at = end;
      }
    }
    return file;
  }
}
