package dev.mynah.audio.decode;

import static dev.mynah.audio.decode.MediaException.Code.CRASHED;
import static dev.mynah.audio.decode.MediaException.Code.DAMAGED;
import static dev.mynah.audio.decode.MediaException.Code.NOT_AUDIO;
import static dev.mynah.audio.decode.MediaException.Code.NO_AUDIO_STREAM;
import static dev.mynah.audio.decode.MediaException.Code.TIMED_OUT;
import static dev.mynah.audio.decode.MediaException.Code.TOO_LARGE;
import static dev.mynah.audio.decode.MediaException.Code.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.DecodeLimits.Overlong;
import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.ContainerTags;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.audio.testing.FfmpegFiles;
import dev.mynah.audio.testing.FfmpegFiles.Form;
import dev.mynah.audio.testing.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaDecoderTest {
  private static final Path NATIVES = Path.of("target", "natives");
  private static final int RATE = 24_000;

  @TempDir static Path folder;
  private static AudioEncoders encoders;
  private static MediaDecoder decoder;

  @BeforeAll
  static void load() throws IOException {
    encoders = new AudioEncoders(NATIVES);
    decoder = new MediaDecoder(NATIVES, 2);
  }

  @AfterEach
  void leavesNoProcessBehind() {
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        form("wav", "pcm_u8", AV_SAMPLE_FMT_U8, 22_050, 1),
        form("wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 44_100, 2),
        form("wav", "pcm_s24le", AV_SAMPLE_FMT_S32, 96_000, 1),
        form("wav", "pcm_s32le", AV_SAMPLE_FMT_S32, 48_000, 1),
        form("wav", "pcm_f32le", AV_SAMPLE_FMT_FLT, 24_000, 1),
        form("wav", "pcm_f64le", AV_SAMPLE_FMT_DBL, 16_000, 1),
        form("wav", "pcm_alaw", AV_SAMPLE_FMT_S16, 8_000, 1),
        form("wav", "pcm_mulaw", AV_SAMPLE_FMT_S16, 8_000, 1),
        form("wav", "adpcm_ms", AV_SAMPLE_FMT_S16, 22_050, 1),
        form("wav", "adpcm_ima_wav", AV_SAMPLE_FMT_S16P, 22_050, 2),
        form("aiff", "pcm_s16be", AV_SAMPLE_FMT_S16, 44_100, 1),
        form("caf", "pcm_s16le", AV_SAMPLE_FMT_S16, 44_100, 1),
        form("au", "pcm_s16be", AV_SAMPLE_FMT_S16, 16_000, 1),
        form("mp3", "libmp3lame", AV_SAMPLE_FMT_FLTP, 44_100, 2),
        form("ipod", "aac", AV_SAMPLE_FMT_FLTP, 44_100, 2),
        form("ipod", "alac", AV_SAMPLE_FMT_S16P, 44_100, 1),
        form("adts", "aac", AV_SAMPLE_FMT_FLTP, 48_000, 1),
        form("flac", "flac", AV_SAMPLE_FMT_S16, 32_000, 1),
        form("ogg", "vorbis", AV_SAMPLE_FMT_FLTP, 44_100, 2),
        form("ogg", "libopus", AV_SAMPLE_FMT_FLT, 48_000, 1),
        form("webm", "libopus", AV_SAMPLE_FMT_FLT, 48_000, 2),
        form("matroska", "flac", AV_SAMPLE_FMT_S16, 44_100, 1),
        form("amr", "libopencore_amrnb", AV_SAMPLE_FMT_S16, 8_000, 1),
        form("amr", "libvo_amrwbenc", AV_SAMPLE_FMT_S16, 16_000, 1));
  }

  private static Arguments form(
      String container, String encoder, int sampleFormat, int rate, int channels) {
    int bitrate =
        switch (encoder) {
          case "libopencore_amrnb" -> 12_200;
          case "libvo_amrwbenc" -> 23_850;
          default -> 128_000;
        };
    return Arguments.of(new Form(container, encoder, sampleFormat, bitrate), rate, channels);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void readsWhatPeopleUpload(Form form, int rate, int channels) throws Exception {
    float[] tone = Signals.sine(1_000, 0.4, rate, 1.2).samples();
    float[][] all = new float[channels][];
    Arrays.fill(all, tone);
    Path file = folder.resolve("upload");
    FfmpegFiles.write(file, form, rate, all);
    DecodedMedia media = decoder.decode(file, RATE);
    assertThat(media.pcm().sampleRate()).isEqualTo(RATE);
    assertThat(media.pcm().seconds()).isCloseTo(1.2, within(0.09));
    assertThat(media.originalSampleRate()).isEqualTo(rate);
    assertThat(media.originalChannels()).isEqualTo(channels);
    assertThat(media.cut()).isFalse();
    assertThat(media.damaged()).isFalse();
    float[] middle = Signals.middle(media.pcm().samples());
    // A codec for telephone speech keeps the pitch of a sine, but not quite its level.
    double tolerance = form.container().equals("amr") ? 0.2 : 0.03;
    assertThat(Signals.amplitudeAt(1_000, middle, RATE)).isCloseTo(0.4, within(tolerance));
    assertThat(Signals.level(middle)).isCloseTo(0.4 / Math.sqrt(2), within(tolerance));
  }

  @Test
  void readsHeaderlessG722OnlyWhenToldThatItIsThat() throws Exception {
    Path file = folder.resolve("hello.g722");
    FfmpegFiles.write(
        file,
        new Form("g722", "g722", AV_SAMPLE_FMT_S16, 64_000),
        16_000,
        Signals.sine(700, 0.4, 16_000, 1).samples());
    DecodedMedia media = decoder.decode(file, MediaHint.RAW_G722, RATE, DecodeLimits.DEFAULT);
    assertThat(media.pcm().seconds()).isCloseTo(1, within(0.01));
    assertThat(media.originalSampleRate()).isEqualTo(16_000);
    assertThat(Signals.amplitudeAt(700, Signals.middle(media.pcm().samples()), RATE))
        .isCloseTo(0.4, within(0.02));
    assertThat(refusal(file).code()).isEqualTo(NOT_AUDIO);
  }

  @Test
  void givesBackExactlyWhatWasStoredWithoutGaps() throws Exception {
    Pcm speech = Signals.speechLike(RATE, 2, 4);
    for (AudioFormat format : List.of(AudioFormat.MP3, AudioFormat.WAV, AudioFormat.OPUS)) {
      Path file = store(speech, format);
      DecodedMedia media = decoder.decode(file, RATE);
      assertThat(media.pcm().samples().length).as("%s", format).isBetween(47_998, 48_002);
      assertThat(Signals.bestShift(speech.samples(), media.pcm().samples(), 50))
          .as("shift of %s", format)
          .isBetween(-1, 1);
    }
  }

  @Test
  void mixesSevenPointOneAtAHighRateDownToOneSensibleChannel() throws Exception {
    float[][] all = new float[8][];
    Arrays.fill(all, Signals.sine(500, 0.4, 192_000, 1).samples());
    Path file = folder.resolve("cinema.wav");
    FfmpegFiles.write(file, new Form("wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 0), 192_000, all);
    DecodedMedia media = decoder.decode(file, RATE);
    assertThat(media.originalChannels()).isEqualTo(8);
    assertThat(media.originalSampleRate()).isEqualTo(192_000);
    assertThat(media.pcm().seconds()).isCloseTo(1, within(0.01));
    assertThat(Signals.amplitudeAt(500, Signals.middle(media.pcm().samples()), RATE))
        .isBetween(0.3, 0.5);
  }

  @Test
  void bringsEightKilohertzUpWithoutInventingATop() throws Exception {
    Path file = folder.resolve("phone.wav");
    FfmpegFiles.write(
        file,
        new Form("wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 0),
        8_000,
        Signals.sine(3_000, 0.4, 8_000, 1).samples());
    float[] middle = Signals.middle(decoder.decode(file, RATE).pcm().samples());
    assertThat(Signals.amplitudeAt(3_000, middle, RATE)).isCloseTo(0.4, within(0.01));
    assertThat(Signals.amplitudeAt(5_000, middle, RATE)).as("image").isLessThan(0.4e-4);
  }

  @Test
  void keepsTheBeginningOfATruncatedMp3AndSaysSo() throws Exception {
    byte[] whole = Files.readAllBytes(store(Signals.speechLike(RATE, 4, 1), AudioFormat.MP3));
    Path file = Files.write(folder.resolve("half.mp3"), Arrays.copyOf(whole, whole.length / 2));
    DecodedMedia media = decoder.decode(file, RATE);
    assertThat(media.damaged()).isTrue();
    assertThat(media.pcm().seconds()).isBetween(1.8, 2.1);
  }

  @Test
  void readsWhatIsThereOfAWavThatClaimsFourGigabytes() throws Exception {
    byte[] wav = Files.readAllBytes(store(Signals.sine(440, 0.4, RATE, 1), AudioFormat.WAV));
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -256).putInt(4, -220);
    DecodedMedia media = decoder.decode(Files.write(folder.resolve("big.wav"), wav), RATE);
    assertThat(media.pcm().seconds()).isCloseTo(1, within(0.01));
  }

  @Test
  void refusesAWavHeaderOfOneBitSamplesWithALengthOfFourGigabytes() throws Exception {
    byte[] wav = Files.readAllBytes(store(Signals.sine(440, 0.4, RATE, 0.1), AudioFormat.WAV));
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putShort(34, (short) 1).putInt(40, -256);
    MediaException refusal =
        refusal(Files.write(folder.resolve("bit.wav"), Arrays.copyOf(wav, 44)));
    assertThat(refusal.code()).isIn(DAMAGED, MediaException.Code.UNSUPPORTED, NOT_AUDIO);
    assertThat(refusal).message().endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><body>404</body></html>",
        "just some text, over and over. just some text, over and over.",
        "{\"error\":\"not found\"}",
        "\0",
        "%PDF-1.7 nothing",
        "PK\3\4 not a zip either"
      })
  void refusesWhatIsNotSound(String content) throws Exception {
    MediaException refusal = refusal(Files.writeString(folder.resolve("other"), content));
    assertThat(refusal.code()).isEqualTo(NOT_AUDIO);
    assertThat(refusal).hasMessageContaining("format that can be read");
  }

  @Test
  void refusesAnEmptyFileAndAFilmWithoutSound() throws Exception {
    assertThat(refusal(Files.write(folder.resolve("empty"), new byte[0])).code())
        .isEqualTo(NOT_AUDIO);
    Path film = folder.resolve("film.mov");
    FfmpegFiles.writeSilentFilm(film);
    assertThat(refusal(film).code()).isEqualTo(NO_AUDIO_STREAM);
  }

  @Test
  void opensNoOtherFileAndNoConnectionWhateverAFileAsksFor() throws Exception {
    Path secret = store(Signals.sine(440, 0.4, RATE, 1), AudioFormat.WAV);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1);
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/a.wav";
      List<String> scripts = new ArrayList<>();
      for (String target : List.of(secret.toString(), url)) {
        scripts.add(
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:1,\n" + target + "\n#EXT-X-ENDLIST\n");
        scripts.add("#EXTM3U\n#EXTINF:1,title\n" + target + "\n");
        scripts.add("ffconcat version 1.0\nfile '" + target + "'\n");
        scripts.add("file '" + target + "'\n");
        scripts.add("[playlist]\nFile1=" + target + "\nNumberOfEntries=1\n");
        scripts.add(
            "<?xml version=\"1.0\"?><MPD type=\"static\"><Period><AdaptationSet mimeType=\"audio/mp4\">"
                + "<Representation><BaseURL>"
                + target
                + "</BaseURL></Representation>"
                + "</AdaptationSet></Period></MPD>");
        scripts.add(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"" + target + "\"/></svg>");
        scripts.add(
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio "
                + server.getLocalPort()
                + " RTP/AVP 0\n");
        scripts.add("RTSPtextRTSP://127.0.0.1:" + server.getLocalPort() + "/\n");
      }
      try (MediaDecoder several = new MediaDecoder(NATIVES, 2);
          ExecutorService threads = Executors.newFixedThreadPool(2)) {
        List<Future<MediaException>> refusals = new ArrayList<>();
        for (int i = 0; i < scripts.size(); i++) {
          String extension = List.of("m3u8", "ffconcat", "mpd", "sdp").get(i % 4);
          Path file = Files.writeString(folder.resolve(i + "." + extension), scripts.get(i));
          refusals.add(threads.submit(() -> refusal(several, file)));
        }
        for (int i = 0; i < scripts.size(); i++) {
          assertThat(refusals.get(i).get().code()).as(scripts.get(i)).isEqualTo(NOT_AUDIO);
        }
      }
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void readsNoSamplesFromAnotherFileAMovieRefersTo() throws Exception {
    Form movie = new Form("mov", "pcm_s16le", AV_SAMPLE_FMT_S16, 0);
    Path secret = folder.resolve("secret");
    Path file = folder.resolve("refers.mov");
    FfmpegFiles.write(secret, movie, RATE, Signals.sine(2_000, 0.4, RATE, 1).samples());
    FfmpegFiles.write(file, movie, RATE, Signals.sine(500, 0.4, RATE, 1).samples());
    byte[] whole = Files.readAllBytes(file);
    assertThat(decoder.decode(file, RATE).pcm().seconds()).isCloseTo(1, within(0.01));
    Files.write(file, QuickTimeReference.to(secret, whole));
    assertThat(refusal(file).code()).isEqualTo(DAMAGED);
  }

  @Test
  void takesAFileNameForNothingButAName() throws Exception {
    byte[] wav = Files.readAllBytes(store(Signals.sine(440, 0.4, RATE, 0.5), AudioFormat.WAV));
    for (String name :
        List.of("http:~~127.0.0.1", "concat:a|b", "-version", "%d%s ünï.wav", "a.m3u8")) {
      Path file = Files.write(folder.resolve(name), wav);
      assertThat(decoder.decode(file, RATE).pcm().seconds()).as(name).isCloseTo(0.5, within(0.01));
    }
  }

  @Test
  void keepsToTheLimitsOfSizeAndLength() throws Exception {
    Path file = store(Signals.speechLike(RATE, 3, 2), AudioFormat.WAV);
    DecodeLimits small = limits(1_000, 10, Overlong.CUT, Duration.ofSeconds(20), 2L << 30);
    assertThat(refusal(file, small).code()).isEqualTo(TOO_LARGE);
    DecodeLimits brief = limits(1_000_000, 1.25, Overlong.CUT, Duration.ofSeconds(20), 2L << 30);
    DecodedMedia media = decoder.decode(file, MediaHint.NONE, RATE, brief);
    assertThat(media.pcm().samples()).hasSize(30_000);
    assertThat(media.cut()).isTrue();
    assertThat(media.damaged()).isFalse();
    DecodeLimits strict =
        limits(1_000_000, 1.25, Overlong.REFUSE, Duration.ofSeconds(20), 2L << 30);
    MediaException refusal = refusal(file, strict);
    assertThat(refusal.code()).isEqualTo(TOO_LONG);
    assertThat(refusal).hasMessageContaining("1.3 seconds");
    DecodeLimits exact = limits(1_000_000, 3, Overlong.REFUSE, Duration.ofSeconds(20), 2L << 30);
    assertThat(decoder.decode(file, MediaHint.NONE, RATE, exact).cut()).isFalse();
  }

  @Test
  void killsADecoderThatTakesTooLong() throws Exception {
    Path file = store(Signals.speechLike(RATE, 3, 2), AudioFormat.WAV);
    DecodeLimits hasty = limits(1_000_000, 10, Overlong.CUT, Duration.ofMillis(15), 2L << 30);
    MediaException refusal = refusal(file, hasty);
    assertThat(refusal.code()).isEqualTo(TIMED_OUT);
    assertThat(refusal).hasMessageContaining("took longer");
  }

  @Test
  void survivesADecoderThatCannotHaveItsMemory() throws Exception {
    Path file = store(Signals.speechLike(RATE, 1, 2), AudioFormat.WAV);
    DecodeLimits poor = limits(1_000_000, 10, Overlong.CUT, Duration.ofSeconds(20), 64 << 20);
    MediaException refusal = refusal(file, poor);
    assertThat(refusal.code()).isEqualTo(CRASHED);
    assertThat(refusal.detail()).isNotEmpty();
    assertThat(refusal.getMessage()).doesNotContain(file.toString());
  }

  @Test
  void decodesForSeveralCallersAndNeverInMoreProcessesThanAllowed() throws Exception {
    Path file = store(Signals.speechLike(RATE, 1, 2), AudioFormat.MP3);
    try (MediaDecoder one = new MediaDecoder(NATIVES, 1);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      one.prepare();
      List<Future<DecodedMedia>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> one.decode(file, RATE)));
      }
      for (Future<DecodedMedia> decoding : all) {
        while (!decoding.isDone()) {
          assertThat(ProcessHandle.current().children().count()).isLessThanOrEqualTo(1);
          Thread.onSpinWait();
        }
        assertThat(decoding.get().pcm().samples()).hasSize(RATE);
      }
    }
  }

  @Test
  void leavesNothingInTheFolderItReadsFrom() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path file =
        Files.copy(store(Signals.speechLike(RATE, 1, 2), AudioFormat.MP3), own.resolve("a"));
    decoder.decode(file, RATE);
    try (Stream<Path> left = Files.list(own)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void blamesTheMachineWhenTheFileIsNotThere() {
    assertThatThrownBy(() -> decoder.decode(folder.resolve("absent"), RATE))
        .isInstanceOf(IOException.class);
  }

  private static DecodeLimits limits(
      long bytes, double seconds, Overlong overlong, Duration time, long memory) {
    return new DecodeLimits(bytes, seconds, overlong, time, memory);
  }

  private static MediaException refusal(Path file) {
    return refusal(decoder, file);
  }

  private static MediaException refusal(MediaDecoder decoder, Path file) {
    return catchThrowableOfType(MediaException.class, () -> decoder.decode(file, RATE));
  }

  private static MediaException refusal(Path file, DecodeLimits limits) {
    return catchThrowableOfType(
        MediaException.class, () -> decoder.decode(file, MediaHint.NONE, RATE, limits));
  }

  private static Path store(Pcm pcm, AudioFormat format) throws IOException {
    EncodingSettings settings = EncodingSettings.of(format);
    if (format == AudioFormat.WAV) {
      settings = settings.withSampleRate(pcm.sampleRate());
    }
    byte[] bytes = encoders.encode(settings, ContainerTags.NONE, pcm);
    return Files.write(folder.resolve("stored." + format.fileExtension()), bytes);
  }
}
