package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What servers of recordings may do to a server that clones from them, over real connections. */
@TestInstance(Lifecycle.PER_CLASS)
final class HostileRecordingsTest {
  private static final String SENTENCE = "The ship sails at half past nine tomorrow morning.";
  private static final int MAX_BYTES = 32 << 20;
  private static final int SPEECH_RATE = 24_000; // Hz
  private static final int HIGH_RATE = 192_000; // Hz
  private static final int CHANNELS = 8;
  private static final int CHANNEL_MASK = 0x63F; // 7.1 with side speakers
  private static final byte[] PCM_SUBTYPE =
      HexFormat.of().parseHex("0100000000001000800000aa00389b71");

  private RealServer server;
  private Api client;
  private OddPeer web;
  private byte[] speech;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    web = new OddPeer();
    server =
        RealServer.start(data, Map.of("fetch-timeout", "3s", "fetch-max-bytes", "" + MAX_BYTES));
    client = server.client;
    speech = RealServer.spoken(client, "clara", SENTENCE, "wav");
  }

  @AfterAll
  void stop() {
    server.close();
    web.close();
  }

  @Test
  void doesNotEvenBeginOnTenGigabytes() {
    assertRefused(web.stall("/huge", speech, 10L << 30), "larger");
  }

  @Test
  void endsADripThatNeverEnds() {
    assertRefused(web.drip("/drip"), "3 s");
  }

  @Test
  void endsAnAnswerThatStopsHalfWay() {
    assertRefused(web.stall("/half", Arrays.copyOf(speech, 30_000), speech.length), "3 s");
  }

  @Test
  void refusesAnAnswerThatBreaksOff() {
    assertRefused(web.breakOff("/cut", Arrays.copyOf(speech, 30_000), speech.length), "broke");
  }

  @Test
  void refusesABomb() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      for (int sent = 0; sent <= MAX_BYTES; sent += 1 << 20) {
        gzip.write(new byte[1 << 20]);
      }
    }
    byte[] bytes = bomb.toByteArray();
    String url =
        web.on(
            "/bomb",
            exchange -> {
              exchange.getResponseHeaders().set("Content-Encoding", "gzip");
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
            });

    assertThat(bytes).hasSizeLessThan(MAX_BYTES / 500);
    assertRefused(url, "larger");
  }

  @Test
  void saysThatARecordingIsGone() {
    assertRefused(web.on("/gone", exchange -> exchange.sendResponseHeaders(410, -1)), "410");
  }

  @Test
  void clonesFromWhatIsLeftOfAnMp3() throws Exception {
    byte[] whole = RealServer.spoken(client, "clara", RealServer.PASSAGE, "mp3");
    // 40 % are five seconds; an odd count ends within a frame.
    byte[] cut = Arrays.copyOf(whole, (int) (0.4 * whole.length) | 1);

    JsonNode voice = assertCloned(web.serve("/cut.mp3", cut));

    assertThat(voice.path("report").path("speech_seconds").asDouble()).isBetween(3.0, 7.0);
  }

  @Test
  void refusesAnMp3OfWhichNothingIsLeft() throws Exception {
    byte[] whole = RealServer.spoken(client, "clara", SENTENCE, "mp3");

    assertRefused(web.serve("/start.mp3", Arrays.copyOf(whole, 300)), "recording in a format");
  }

  @Test
  void clonesFromEightChannelsAtTheHighestRate() throws Exception {
    assertCloned(web.serve("/surround.wav", surround(spread(Recordings.read(speech).samples()))));
  }

  @Test
  void refusesEightChannelsOfNoise() {
    Random random = new Random(7);
    float[] noise = new float[3 * HIGH_RATE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }

    assertRefused(web.serve("/noise.wav", surround(noise)), "no voice");
  }

  @Test
  void refusesAHeaderThatPromisesFourGigabytesOfSingleBits() {
    byte[] file = Arrays.copyOf(speech, 60_000);
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int data = new String(file, StandardCharsets.ISO_8859_1).indexOf("data");
    header.putInt(4, -1).putShort(32, (short) 1).putShort(34, (short) 1).putInt(data + 4, -1);

    assertRefused(web.serve("/bits.wav", file), "no voice");
  }

  /** Raises speech to the high rate by holding each sample. */
  private static float[] spread(float[] samples) {
    int times = HIGH_RATE / SPEECH_RATE;
    float[] raised = new float[samples.length * times];
    for (int i = 0; i < raised.length; i++) {
      raised[i] = samples[i / times];
    }
    return raised;
  }

  /** Returns a 16-bit WAV file at the high rate with the same sound in all channels of 7.1. */
  private static byte[] surround(float[] samples) {
    int frameBytes = 2 * CHANNELS;
    int dataBytes = samples.length * frameBytes;
    ByteBuffer wav = ByteBuffer.allocate(68 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(60 + dataBytes).put(ascii("WAVEfmt ")).putInt(40);
    wav.putShort((short) 0xFFFE).putShort((short) CHANNELS).putInt(HIGH_RATE);
    wav.putInt(HIGH_RATE * frameBytes).putShort((short) frameBytes).putShort((short) 16);
    wav.putShort((short) 22).putShort((short) 16).putInt(CHANNEL_MASK);
    wav.put(PCM_SUBTYPE);
    wav.put(ascii("data")).putInt(dataBytes);
    for (float sample : samples) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        wav.putShort((short) Math.round(30_000 * Math.clamp(sample, -1, 1)));
      }
    }
    return wav.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private JsonNode assertCloned(String url) {
    Api.Reply reply = client.post("/fish/voices", Map.of("voice_url", url, "visibility", "unlist"));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    JsonNode voice = reply.json().path("data");
    assertThat(voice.path("state").asText()).isEqualTo("trained");
    return voice;
  }

  /** A clear answer, and nothing left behind. */
  private void assertRefused(String url, String fragment) {
    Api.Reply reply = client.post("/fish/voices", Map.of("voice_url", url, "title", "Nobody"));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("token_mismatched");
    assertThat(reply.message()).contains(fragment);
    assertThat(client.get("/fish/model?self=true&title=Nobody").json().path("total").asInt())
        .isZero();
  }
}
