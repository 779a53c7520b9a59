package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.RawHttp;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ids, paging, cursors, keys, ranges and signed links, mutated byte by byte on the wire: nothing of
 * it is ever the server's fault.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RequestFuzzTest {
  private static final int MUTATIONS = 2_000;
  private static final int MUTATIONS_OF_THE_LONG_PROOF = 100_000;

  private static final String KEY_FIELD = "Authorization: Bearer $KEY";

  /** {@code $KEY} is a good key, {@code $LINK} the path and query of a good link. */
  private static final List<String> SEEDS =
      List.of(
          get("/fish/model/933563129e564b19a115bedd57b7406a", KEY_FIELD),
          get("/fish/model?page_size=10&page_number=2&title=a&tag=b&self=true", KEY_FIELD),
          get("$LINK", "Range: bytes=0-10", "If-None-Match: \"a\", W/\"b\"", "If-Range: \"c\""),
          get("/covers/933563129e564b19a115bedd57b7406a.png"),
          post(
              "/fish/tasks",
              "{\"action\":\"retrieve_batch\",\"ids\":[\"a\"],\"offset\":0,\"limit\":12,"
                  + "\"created_at_min\":1700000000,\"created_at_max\":1900000000.5}"),
          post("/fish/tasks", "{\"id\":\"0a1b\",\"trace_id\":\"x\"}"),
          post("/fish/tts", "{\"text\":\"\",\"reference_id\":[\"a\",\"b\"]}"),
          post("/fish/voices", "{\"voice_url\":\"http://127.0.0.1:1/a\",\"async\":false}"));

  /** Bytes that mean something to HTTP, URLs, JSON or numbers. */
  private static final String SPICE =
      "/\\?#@:[]%&=.,;\"'{}-+ \t\r\n\0\u0001\u007f\u0080\u00ff0123456789abcdefghijklmnop*~$(<>";

  private TestServer server;
  private String key = "";
  private String link = "";

  private static String get(String path, String... fields) {
    return head("GET " + path, fields);
  }

  private static String post(String path, String body) {
    String length = "Content-Length: " + body.length();
    return head("POST " + path, KEY_FIELD, "Idempotency-Key: one-1", length) + body;
  }

  private static String head(String start, String... fields) {
    String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    return start + " HTTP/1.1\r\nHost: h\r\n" + more + "\r\n";
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = TestServer.start(folder);
    Api client = server.client("ann");
    key = client.key();
    String url = client.post("/fish/tts", "{\"text\":\"hello\"}").json().path("audio_url").asText();
    link = url.substring(url.indexOf("/media/"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void seedsAreAnsweredAsTheyAre() throws IOException {
    for (String seed : SEEDS) {
      assertThat(answer(request(seed))).as(seed).isBetween(200, 499);
    }
    assertThat(answer(request(SEEDS.get(0)))).isEqualTo(200);
    assertThat(answer(request(SEEDS.get(1)))).isEqualTo(200);
    assertThat(answer(request(SEEDS.get(2)))).isEqualTo(200); // If-Range names another file
    assertThat(answer(request(SEEDS.get(3)))).isEqualTo(200);
  }

  @Test
  void mutationsAreNeverTheServersFault() throws IOException {
    mutate(MUTATIONS);
  }

  @Test
  @Tag("long")
  void manyMoreMutationsAreNeverTheServersFault() throws IOException {
    mutate(MUTATIONS_OF_THE_LONG_PROOF);
  }

  private void mutate(int mutations) throws IOException {
    Random random = new Random(20_261_121);
    for (int i = 0; i < mutations; i++) {
      byte[] request = request(SEEDS.get(random.nextInt(SEEDS.size())));
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        request = mutated(request, random);
      }
      String sent = new String(request, StandardCharsets.ISO_8859_1);
      // A client that ends its sending can't leave the server waiting for the rest.
      assertThat(answer(request))
          .as("%d: %s", i, sent)
          .matches(s -> s == 0 || s / 100 < 5, "no 5xx");
    }
    assertThat(server.client("bob").get("/fish/model").status()).isEqualTo(200);
  }

  private byte[] request(String seed) {
    return seed.replace("$KEY", key).replace("$LINK", link).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] mutated(byte[] request, Random random) {
    int at = random.nextInt(request.length);
    byte spice = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = request.clone();
        changed[at] = spice;
        yield changed;
      }
      case 1 -> spliced(request, at, at, new byte[] {spice});
      case 2 ->
          spliced(request, at, Math.min(request.length, at + 1 + random.nextInt(5)), new byte[0]);
      default -> {
        int from = random.nextInt(request.length);
        int to = Math.min(request.length, from + random.nextInt(30));
        yield spliced(request, at, at, Arrays.copyOfRange(request, from, to));
      }
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[bytes.length - (to - from) + middle.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }

  /** Sends a request and nothing more; returns the status, or 0 if the server hung up. */
  private int answer(byte[] request) throws IOException {
    try (RawHttp connection = new RawHttp(server.port())) {
      connection.send(request);
      connection.endSending();
      return connection.reply().status();
    } catch (SocketException hungUp) {
      return 0;
    }
  }
}
