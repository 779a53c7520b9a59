package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.MediaDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of every format, as listeners of every habit take them. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamingFormatTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SHORT = "A bird sings. The sun is up. We go out and look.";
  private static final double LETTER_SECONDS = 0.02;
  private static final String LONG = "Twelve birds sing while the sun comes up. ".repeat(120);

  @TempDir private static Path data;
  private static ToneServer server;
  private static MediaDecoder decoder;

  @BeforeAll
  static void start() throws Exception {
    server = ToneServer.start(data, Map.of("log-level", "warn", "key-concurrency", "3"));
    decoder = new MediaDecoder(Path.of("target", "native-cache"), 1);
  }

  @AfterAll
  static void stop() throws IOException {
    decoder.close();
    server.close();
  }

  /**
   * A way to ask for speech.
   *
   * @param textField the field that takes the text
   * @param frameSeconds length of what the format can't divide
   */
  record Form(String format, int sampleRate, String path, String textField, double frameSeconds) {
    static Form fish(String format, int sampleRate, double frameSeconds) {
      return new Form(format, sampleRate, "/v1/tts", "text", frameSeconds);
    }

    static Form openAi(String format, int sampleRate, double frameSeconds) {
      return new Form(format, sampleRate, "/v1/audio/speech", "input", frameSeconds);
    }

    Map<String, Object> order(String text) {
      Map<String, Object> order = new LinkedHashMap<>(Map.of(textField, text));
      if (textField.equals("text")) {
        order.put("format", format);
        order.put("sample_rate", sampleRate);
        order.put("reference_id", ToneServer.VOICE);
      } else {
        order.put("model", "tts-1");
        order.put("voice", ToneServer.VOICE);
        order.put("response_format", format);
      }
      return order;
    }

    boolean exact() {
      return List.of("wav", "pcm", "flac").contains(format);
    }

    StreamedAnswer ask(String text) throws IOException {
      StreamedAnswer answer =
          StreamedAnswer.to(server.address(), ToneServer.KEY, path, order(text));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
      return answer;
    }

    byte[] all(String text) throws IOException {
      try (StreamedAnswer answer = ask(text)) {
        return answer.rest();
      }
    }

    @Override
    public String toString() {
      return format + " at " + sampleRate + " Hz";
    }
  }

  static Stream<Form> forms() {
    return Stream.of(
        Form.fish("mp3", 44_100, 1_152 / 44_100.0),
        Form.fish("mp3", 22_050, 576 / 22_050.0),
        Form.fish("wav", 44_100, 0),
        Form.fish("pcm", 16_000, 0),
        Form.fish("opus", 48_000, 0.02),
        Form.openAi("aac", 24_000, 1_024 / 24_000.0),
        Form.openAi("flac", 24_000, 0));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void givesWhoReadsByteByByteWhatItGivesAtOnce(Form form) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (StreamedAnswer answer = form.ask(SHORT)) {
      for (int next = answer.read(); next >= 0; next = answer.read()) {
        read.write(next);
      }
    }
    assertThat(read.toByteArray()).isEqualTo(form.all(SHORT));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void streamsWhatTheFileHolds(Form form) throws Exception {
    float[] stream = samples(form, form.all(SHORT));
    float[] file = unstreamed(form);
    if (form.exact()) {
      assertThat(stream).isEqualTo(file);
      assertThat(stream.length / (double) form.sampleRate())
          .isCloseTo(LETTER_SECONDS * letters(SHORT), within(1.0 / form.sampleRate()));
    } else {
      assertThat(distanceAligned(file, stream, 3 * 1_152)).as("error").isLessThan(0.02);
      double frames = (stream.length - file.length) / (form.frameSeconds() * form.sampleRate());
      assertThat(frames).as("frames longer than the file").isBetween(0.0, 3.0);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void neverHoldsAWorkerForAListenerWhoPauses(Form form) throws IOException {
    long begun = server.engine.lettersSpoken();
    byte[] paused;
    try (StreamedAnswer answer = form.ask(LONG)) {
      byte[] head = answer.read(500);
      await().atMost(PATIENCE).until(() -> metric("mynah_synthesis_running") == 0);
      long spoken = server.engine.lettersSpoken();
      assertThat(form.all(SHORT)).as("another listener's speech meanwhile").isNotEmpty();
      if (form.format().equals("wav")) {
        assertThat(spoken - begun).as("letters spoken ahead").isLessThan(letters(LONG) * 3 / 4);
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(head);
      all.writeBytes(answer.rest());
      paused = all.toByteArray();
    }
    assertThat(paused).isEqualTo(form.all(LONG));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void stopsSpeakingWhenTheListenerHangsUp(Form form) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      server.engine.hold();
      try (StreamedAnswer answer = form.ask(SHORT + " " + SHORT)) {
        assertThat(answer.read()).isNotNegative();
        await().atMost(PATIENCE).until(() -> server.engine.speaking() == 1);
        long begin = System.nanoTime();
        answer.hangUp();
        await()
            .atMost(PATIENCE)
            .pollDelay(Duration.ZERO)
            .pollInterval(1, TimeUnit.MILLISECONDS)
            .until(() -> server.engine.speaking() == 0);
        millis.add((System.nanoTime() - begin) / 1e6);
      } finally {
        server.engine.release();
      }
    }
    // On a busy machine a thread may wait its turn for longer; a habit of the server shows always.
    assertThat(millis.stream().min(Double::compare).orElseThrow())
        .as("milliseconds until the engine stopped: %s", millis)
        .isLessThan(100);
    await().atMost(PATIENCE).until(() -> metric("mynah_encoders_open") == 0);
  }

  @Test
  void leavesNothingBehindWhereListenersHangUpHalfWay() throws IOException {
    hangUpOnAll(10);
    settle();
    Held before = Held.now();
    hangUpOnAll(25);
    settle();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Held after = Held.now();
              assertThat(after.isNoMoreThan(before))
                  .as("held after the hanging up: %s, before: %s", after, before)
                  .isTrue();
            });
    // More were broken off than the key may have in flight: none of them counts any more.
    assertThat(Form.fish("mp3", 44_100, 0).all(SHORT)).isNotEmpty();
  }

  private static void hangUpOnAll(int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      for (Form form : forms().toList()) {
        try (StreamedAnswer answer = form.ask(LONG)) {
          assertThat(answer.read(1 + 200 * (round % 7))).isNotEmpty();
          answer.hangUp();
        }
        await().atMost(PATIENCE).until(() -> metric("mynah_encoders_open") == 0);
      }
    }
  }

  private static void settle() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                metric("mynah_synthesis_running") + metric("mynah_synthesis_waiting") == 0
                    && metric("mynah_encoders_open") == 0);
  }

  private static double metric(String name) {
    String all = new String(server.client.get("/metrics").http().body(), StandardCharsets.UTF_8);
    return all.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static long letters(String text) {
    return text.codePoints().filter(Character::isLetterOrDigit).count();
  }

  /** Returns the samples of the same speech kept in a file; for OpenAI's formats a lossless one. */
  private static float[] unstreamed(Form form) throws Exception {
    boolean kept = form.textField().equals("text");
    String format = kept && !form.format().equals("pcm") ? form.format() : "wav";
    Map<String, Object> order =
        Map.of(
            "text",
            SHORT,
            "format",
            format,
            "sample_rate",
            form.sampleRate(),
            "reference_id",
            ToneServer.VOICE);
    Api.Reply spoken = server.client.post("/fish/tts", order);
    assertThat(spoken.status()).as("%s", spoken.json()).isEqualTo(200);
    byte[] file = server.client.get(spoken.json().path("audio_url").asText()).http().body();
    return format.equals("wav") ? wavSamples(file) : decoded(file, form.sampleRate());
  }

  private static float[] samples(Form form, byte[] stream) throws Exception {
    return switch (form.format()) {
      case "pcm" -> words(stream, 0);
      case "wav" -> wavSamples(stream);
      default -> decoded(stream, form.sampleRate());
    };
  }

  private static float[] decoded(byte[] recording, int sampleRate) throws Exception {
    Path copy = Files.createTempFile(data, "stream", ".audio");
    try {
      Files.write(copy, recording);
      Pcm pcm = decoder.decode(copy, sampleRate).pcm();
      return pcm.samples();
    } finally {
      Files.delete(copy);
    }
  }

  /** Reads WAV as Python's wave does: chunk after chunk up to the data, then all there is. */
  private static float[] wavSamples(byte[] wav) {
    ByteBuffer bytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (!new String(wav, at, 4, StandardCharsets.US_ASCII).equals("data")) {
      at += 8 + bytes.getInt(at + 4);
    }
    return words(wav, at + 8);
  }

  private static float[] words(byte[] bytes, int start) {
    assertThat((bytes.length - start) % 2).as("bytes beyond whole samples").isZero();
    ByteBuffer words = ByteBuffer.wrap(bytes, start, bytes.length - start);
    words.order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = new float[(bytes.length - start) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = words.getShort() / 32_768f;
    }
    return samples;
  }

  /** Root mean square of the difference, where {@code other} is moved so that it is the least. */
  private static double distanceAligned(float[] one, float[] other, int reach) {
    double least = Double.POSITIVE_INFINITY;
    for (int shift = 0; shift <= Math.min(reach, other.length - one.length); shift++) {
      double sum = 0;
      for (int i = 0; i < one.length; i++) {
        double difference = one[i] - other[i + shift];
        sum += difference * difference;
      }
      least = Math.min(least, sum);
    }
    return Math.sqrt(least / one.length);
  }
}
