package dev.mynah.audio.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.testing.Signals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream is the file of the same speech but for what the file's header knows of its end. */
class StreamedEncodingTest {
  private static final int ENGINE_RATE = 24_000;
  private static final ContainerTags TAGS =
      new ContainerTags("Mynah 1.0", Map.of("synthetic_speech", "true"));
  private static final int FLAC_INFO_END = 42;

  private static AudioEncoders encoders;

  @BeforeAll
  static void load() throws IOException {
    encoders = new AudioEncoders(Path.of("target", "natives"));
  }

  static Stream<EncodingSettings> everySetting() {
    IntStream pcmRates = IntStream.of(8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);
    List<EncodingSettings> all = new ArrayList<>();
    for (int rate : pcmRates.toArray()) {
      for (AudioFormat format : List.of(AudioFormat.WAV, AudioFormat.PCM, AudioFormat.FLAC)) {
        all.add(new EncodingSettings(format, rate, 0));
      }
    }
    for (int rate : new int[] {22_050, 24_000, 32_000, 44_100, 48_000}) {
      for (int bitrate : EncodingSettings.MP3_BITRATES) {
        all.add(new EncodingSettings(AudioFormat.MP3, rate, bitrate));
      }
      all.add(new EncodingSettings(AudioFormat.AAC, rate, 96_000));
    }
    for (int bitrate : EncodingSettings.OPUS_BITRATES) {
      all.add(new EncodingSettings(AudioFormat.OPUS, 48_000, bitrate));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("everySetting")
  void carriesTheVeryFramesOfTheFile(EncodingSettings settings) throws IOException {
    Pcm speech = Signals.speechLike(ENGINE_RATE, 1.7, 9);
    byte[] stream = streamed(settings, speech.samples());
    byte[] file = encoders.encode(settings, TAGS, speech);
    assertThat(sound(settings.format(), stream, false))
        .isEqualTo(sound(settings.format(), file, true));
  }

  @Test
  void sendsAnOggPageForEveryFlushAndKeepsOnlyThePacketBackThatMayEndTheStream()
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncodingSettings settings = EncodingSettings.of(AudioFormat.OPUS);
    try (AudioEncoder encoder = encoders.toStream(settings, TAGS, ENGINE_RATE, out)) {
      int packet = ENGINE_RATE / 50; // samples in 20 ms
      float[] speech = Signals.speechLike(ENGINE_RATE, 2, 3).samples();
      for (int flushes = 1; flushes <= 15; flushes++) {
        encoder.write(Arrays.copyOfRange(speech, (flushes - 1) * 5 * packet, flushes * 5 * packet));
        encoder.flush();
        long granule = OggPage.all(out.toByteArray()).getLast().granule();
        assertThat(granule)
            .as("end of the pages sent after %d ms", flushes * 100)
            .isBetween((flushes * 5L - 2) * 960, flushes * 5L * 960);
      }
    }
  }

  @Test
  void countsGranulesFromThePreSkipToTheLastSample() throws IOException {
    float[] speech = Signals.speechLike(ENGINE_RATE, 1.234, 3).samples();
    byte[] stream = streamed(EncodingSettings.of(AudioFormat.OPUS), speech);
    List<OggPage> pages = OggPage.all(stream);
    int preSkip =
        Short.toUnsignedInt(
            ByteBuffer.wrap(pages.getFirst().content())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getShort(10));
    assertThat(pages.get(0).granule()).isZero();
    assertThat(pages.get(1).granule()).isZero();
    long before = 0;
    for (OggPage page : pages.subList(2, pages.size() - 1)) {
      assertThat(page.granule() - before).as("20 ms a packet").isEqualTo(960L * page.packets());
      assertThat(page.packets()).as("at most 200 ms a page").isBetween(1, 10);
      assertThat(page.last()).isFalse();
      before = page.granule();
    }
    assertThat(pages.getLast().last()).isTrue();
    assertThat(pages.getLast().granule()).isEqualTo(preSkip + 2L * speech.length);
    for (int i = 0; i < pages.size(); i++) {
      assertThat(pages.get(i).sequence()).isEqualTo(i);
    }
  }

  /** Python's wave, LiveKit and browsers look at the stream in this way. */
  @ParameterizedTest
  @ValueSource(ints = {8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
  void sendsWavThatIsSoundFromItsDataHeaderToItsEnd(int sampleRate) throws IOException {
    EncodingSettings settings = new EncodingSettings(AudioFormat.WAV, sampleRate, 0);
    byte[] stream = streamed(settings, Signals.speechLike(ENGINE_RATE, 0.5, 3).samples());
    ByteBuffer words = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Integer.toUnsignedLong(words.getInt(4))).isEqualTo(4_294_967_076L);
    int at = 12;
    while (!chunk(stream, at).equals("data")) {
      if (chunk(stream, at).equals("fmt ")) {
        assertThat(words.getShort(at + 8)).as("linear PCM").isEqualTo((short) 1);
        assertThat(words.getShort(at + 10)).as("channels").isEqualTo((short) 1);
        assertThat(words.getInt(at + 12)).isEqualTo(sampleRate);
        assertThat(words.getShort(at + 22)).as("bits").isEqualTo((short) 16);
      }
      at += 8 + words.getInt(at + 4);
    }
    assertThat(Integer.toUnsignedLong(words.getInt(at + 4))).isEqualTo(4_294_967_040L);
    assertThat(stream.length - at - 8).isEqualTo(2 * (sampleRate / 2));
  }

  @ParameterizedTest
  @EnumSource(
      value = AudioFormat.class,
      names = {"MP3", "WAV", "PCM", "OPUS"})
  void sendsNothingInHalves(AudioFormat format) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void flush() {
            pieces.add(toByteArray());
          }
        };
    EncodingSettings settings = EncodingSettings.of(format);
    try (AudioEncoder encoder = encoders.toStream(settings, TAGS, ENGINE_RATE, out)) {
      for (int i = 0; i < 12; i++) {
        encoder.write(Signals.speechLike(ENGINE_RATE, 0.0537, i).samples());
        encoder.flush();
      }
    }
    for (byte[] piece : pieces) {
      switch (format) {
        case PCM -> assertThat(piece.length % 2).isZero();
        case WAV -> assertThat((piece.length - headerBytes(piece)) % 2).isZero();
        case OPUS -> assertThat(OggPage.all(piece)).isNotEmpty();
        case MP3 -> assertThat(wholeMp3Frames(piece)).isTrue();
        case AAC, FLAC -> throw new IllegalArgumentException("not asked of " + format);
      }
    }
  }

  private static boolean wholeMp3Frames(byte[] bytes) {
    int at = id3Bytes(bytes);
    while (at < bytes.length) {
      byte[] header = Arrays.copyOfRange(bytes, at, at + 4);
      at += InfoFrame.length(header) + (header[2] >> 1 & 1);
    }
    return at == bytes.length;
  }

  /** Streams in blocks of odd sizes, and flushes at odd times. */
  private static byte[] streamed(EncodingSettings settings, float[] samples) throws IOException {
    Random random = new Random(7);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (AudioEncoder encoder = encoders.toStream(settings, TAGS, ENGINE_RATE, out)) {
      for (int at = 0; at < samples.length; ) {
        int end = Math.min(samples.length, at + random.nextInt(5_000));
        encoder.write(Arrays.copyOfRange(samples, at, end));
        if (random.nextBoolean()) {
          encoder.flush();
        }
        at = end;
      }
    }
    return out.toByteArray();
  }

  /** Returns what is heard of a recording, without its header. */
  private static byte[] sound(AudioFormat format, byte[] bytes, boolean stored) {
    int start =
        switch (format) {
          case PCM, AAC -> 0;
          case WAV -> headerBytes(bytes);
          case FLAC -> FLAC_INFO_END;
          case MP3 -> id3Bytes(bytes) + (stored ? infoFrameBytes(bytes) : 0);
          case OPUS -> -1;
        };
    return start < 0 ? packets(bytes) : Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private static int infoFrameBytes(byte[] mp3) {
    int start = id3Bytes(mp3);
    return InfoFrame.length(Arrays.copyOfRange(mp3, start, start + 4));
  }

  private static int id3Bytes(byte[] bytes) {
    return 10 + (bytes[6] << 21 | bytes[7] << 14 | bytes[8] << 7 | bytes[9]);
  }

  private static int headerBytes(byte[] wav) {
    return new String(wav, StandardCharsets.ISO_8859_1).indexOf("data") + 8;
  }

  private static byte[] packets(byte[] ogg) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    OggPage.all(ogg).forEach(page -> all.writeBytes(page.content()));
    return all.toByteArray();
  }

  private static String chunk(byte[] wav, int at) {
    return new String(wav, at, 4, StandardCharsets.US_ASCII);
  }

  /** A page as RFC 3533 lays it out. */
  private record OggPage(long granule, int sequence, boolean last, int packets, byte[] content) {
    static List<OggPage> all(byte[] ogg) {
      List<OggPage> pages = new ArrayList<>();
      ByteBuffer bytes = ByteBuffer.wrap(ogg).order(ByteOrder.LITTLE_ENDIAN);
      int at = 0;
      while (at < ogg.length) {
        assertThat(new String(ogg, at, 4, StandardCharsets.US_ASCII)).isEqualTo("OggS");
        int segments = ogg[at + 26] & 0xff;
        int length = 0;
        int packets = 0;
        for (int i = 0; i < segments; i++) {
          int segment = ogg[at + 27 + i] & 0xff;
          length += segment;
          packets += segment < 255 ? 1 : 0;
        }
        int start = at + 27 + segments;
        pages.add(
            new OggPage(
                bytes.getLong(at + 6),
                bytes.getInt(at + 18),
                (ogg[at + 5] & 4) != 0,
                packets,
                Arrays.copyOfRange(ogg, start, start + length)));
        at = start + length;
      }
      assertThat(at).as("end of the last page").isEqualTo(ogg.length);
      return pages;
    }
  }
}
