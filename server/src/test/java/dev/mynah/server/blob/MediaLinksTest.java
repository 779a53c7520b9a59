package dev.mynah.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.testing.SetClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MediaLinksTest {
  private static final String BLOB = "0123456789abcdef0123456789abcdef";

  private final SetClock clock = new SetClock();
  private final MediaLinks links = new MediaLinks("https://voice.example/", new byte[32], clock);
  private final Instant inAnHour = clock.instant().plus(Duration.ofHours(1));

  @Test
  void aLinkIsAbsoluteAndVerifies() {
    URI link = URI.create(links.link(BLOB, "hello.mp3", inAnHour));
    assertThat(link.toString())
        .startsWith("https://voice.example/media/" + BLOB + "/hello.mp3?expires=");
    assertThat(verify(link, BLOB, "hello.mp3")).isTrue();
  }

  @Test
  void nothingInALinkCanBeChanged() {
    URI link = URI.create(links.link(BLOB, "hello.mp3", inAnHour));
    Map<String, String> query = query(link);
    String expires = query.getOrDefault("expires", "");
    String signature = query.getOrDefault("signature", "");
    String later = Long.toString(Long.parseLong(expires) + 1);
    assertThat(verify(link, BLOB.replace('0', '1'), "hello.mp3")).isFalse();
    assertThat(verify(link, BLOB, "hello.wav")).isFalse();
    assertThat(links.verify(BLOB, "hello.mp3", later, signature)).isFalse();
    assertThat(links.verify(BLOB, "hello.mp3", expires, signature.substring(2))).isFalse();
    assertThat(links.verify(BLOB, "hello.mp3", expires, "")).isFalse();
    assertThat(links.verify(BLOB, "hello.mp3", expires, "zz")).isFalse();
    assertThat(links.verify(BLOB, "hello.mp3", "soon", signature)).isFalse();
    MediaLinks stranger =
        new MediaLinks(
            "https://voice.example",
            "x".repeat(32).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            clock);
    assertThat(stranger.verify(BLOB, "hello.mp3", expires, signature)).isFalse();
  }

  @Test
  void aLinkExpires() {
    URI link = URI.create(links.link(BLOB, "hello.mp3", inAnHour));
    clock.advance(Duration.ofMinutes(59));
    assertThat(verify(link, BLOB, "hello.mp3")).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(verify(link, BLOB, "hello.mp3")).isFalse();
  }

  @Test
  void refusesFileNamesThatWouldNeedEscaping() {
    for (String name : new String[] {"", "a/b", "..%2f", "a b.mp3", "ü.mp3", "a?b"}) {
      assertThatThrownBy(() -> links.link(BLOB, name, inAnHour))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private boolean verify(URI link, String blobId, String fileName) {
    Map<String, String> query = query(link);
    return links.verify(
        blobId, fileName, query.getOrDefault("expires", ""), query.getOrDefault("signature", ""));
  }

  private static Map<String, String> query(URI link) {
    return Arrays.stream(link.getQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
