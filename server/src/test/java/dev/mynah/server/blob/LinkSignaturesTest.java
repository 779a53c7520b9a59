package dev.mynah.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.SetClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSignaturesTest {
  private static final String BLOB = "0123456789abcdef0123456789abcdef";

  private final SetClock clock = new SetClock();
  private final LinkSignatures signatures = new LinkSignatures(new byte[32], clock);
  private final String link =
      new MediaLinks("https://voice.example/sub", new byte[32], clock)
          .link(BLOB, "me.wav", clock.instant().plus(Duration.ofHours(1)));

  @Test
  void knowsTheFileOfALinkMadeHere() {
    assertThat(signatures.file(link)).contains(new LinkSignatures.SignedFile(BLOB, "me.wav"));
  }

  @Test
  void theServerMayBeReachedByAnotherName() {
    String other = link.replace("https://voice.example/sub", "http://127.0.0.1:8080");
    assertThat(signatures.file(other)).isPresent();
  }

  @Test
  void aLinkIsForgottenOnceItHasExpired() {
    clock.advance(Duration.ofHours(1));
    assertThat(signatures.file(link)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "me.wav,you.wav",
    "0123456789abcdef,0123456789abcdee",
    "expires=,expires=9",
    "expires=,expires=-",
    "signature=,signature=0",
    "&signature=,&sig=",
    "/media/,/media/../media2/",
    "https:,ftp:",
    "https:,file:",
    "?expires,#?expires",
    "?expires,&expires",
    "&signature,&x=1&signature",
  })
  void nothingElseIsALinkOfOurs(String part, String changed) {
    assertThat(link).contains(part);
    assertThat(signatures.file(link.replace(part, changed))).isEmpty();
    assertThat(signatures.file(link + "#x")).isEmpty();
    assertThat(signatures.file("")).isEmpty();
    assertThat(signatures.file("https://" + "a/".repeat(5000) + link.substring(8))).isEmpty();
  }
}
