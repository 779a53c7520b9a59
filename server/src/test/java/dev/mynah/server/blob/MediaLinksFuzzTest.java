package dev.mynah.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mynah.server.testing.SetClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * No link works but one that was made here, character by character. To fuzz, guided by coverage:
 * {@code JAZZER_FUZZ=1 mvn -pl server -am test -Djazzer.hooks=true
 * -Dtest=MediaLinksFuzzTest#refusesWhatWasNotMadeHere -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class MediaLinksFuzzTest {
  private static final int MUTATIONS = 20_000;
  private static final String BLOB = "b".repeat(32);
  private static final String FILE = "speech.mp3";
  private static final String SPICE = "0123456789abcdefABCDEF+- \n\u0660\ud800.%";

  private final Clock clock = new SetClock();
  private final MediaLinks links = new MediaLinks("https://m.example", new byte[32], clock);
  private final String[] genuine = parts();

  /** Returns blob, file, expiry and signature of a link. */
  private String[] parts() {
    String link = links.link(BLOB, FILE, clock.instant().plus(Duration.ofHours(1)));
    String query = link.substring(link.indexOf('?') + 1);
    String expires = query.substring("expires=".length(), query.indexOf('&'));
    return new String[] {BLOB, FILE, expires, query.substring(query.indexOf("ure=") + 4)};
  }

  @FuzzTest(maxDuration = "30s")
  void refusesWhatWasNotMadeHere(FuzzedDataProvider data) {
    check(
        data.consumeString(40),
        data.consumeString(40),
        data.consumeString(30),
        data.consumeRemainingAsString());
  }

  @Test
  void holdsForMutationsOfAGenuineLink() {
    Random random = new Random(20_261_121);
    check(genuine[0], genuine[1], genuine[2], genuine[3]);
    for (int i = 0; i < MUTATIONS; i++) {
      String[] parts = genuine.clone();
      int which = random.nextInt(parts.length);
      StringBuilder part = new StringBuilder(parts[which]);
      int at = random.nextInt(part.length());
      char spice = SPICE.charAt(random.nextInt(SPICE.length()));
      switch (random.nextInt(3)) {
        case 0 -> part.setCharAt(at, spice);
        case 1 -> part.insert(at, spice);
        default -> part.deleteCharAt(at);
      }
      parts[which] = part.toString();
      check(parts[0], parts[1], parts[2], parts[3]);
    }
  }

  /** Hex digits may be upper case, and a number may have a sign or zeros: it is the same number. */
  private void check(String blob, String file, String expires, String signature) {
    boolean same =
        blob.equals(genuine[0])
            && file.equals(genuine[1])
            && isNumber(expires, genuine[2])
            && signature.equalsIgnoreCase(genuine[3]);

    assertThat(links.verify(blob, file, expires, signature))
        .as("%s %s %s %s", blob, file, expires, signature)
        .isEqualTo(same);
  }

  private static boolean isNumber(String text, String number) {
    try {
      return Long.parseLong(text) == Long.parseLong(number);
    } catch (NumberFormatException notOne) {
      return false;
    }
  }
}
