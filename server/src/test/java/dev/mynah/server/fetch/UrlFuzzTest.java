package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever is thrown at the parser is refused in words or comes out in a spelling that another
 * parser reads as the same host. An ordinary build replays the seeds and a fixed set of mutations.
 * To fuzz, guided by coverage: {@code JAZZER_FUZZ=1 mvn -pl server -am test -Djazzer.hooks=true
 * -Dtest=UrlFuzzTest#parses -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class UrlFuzzTest {
  private static final int MUTATIONS = 30_000;
  private static final Pattern SENTENCE = Pattern.compile("[\\x20-\\x7E]{10,200}");
  private static final Pattern CANONICAL =
      Pattern.compile("https?://[a-z0-9._:\\[\\]-]+/[\\x21-\\x7E]*");
  private static final String SPICE =
      "/\\?#@:[]%.0x1aA \t\r\n\0\u00AD\u3002\uFF0E\uFF0F\u24DB\u2488\u200D\u202E\u00DF\uD800\uDC00-_~";

  @FuzzTest(maxDuration = "30s")
  void parses(byte[] url) {
    boolean unused = check(new String(url, StandardCharsets.UTF_8));
  }

  @FuzzTest(maxDuration = "30s")
  void redirects(byte[] location) throws FetchFailure {
    WebUrl base = WebUrl.parse("https://example.com:8443/a/b?q");
    try {
      WebUrl next = base.redirectedTo(new String(location, StandardCharsets.UTF_8));
      assertThat(next.secure()).isTrue();
      assertThat(check(next.toString())).isTrue();
    } catch (FetchFailure refused) {
      assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
    }
  }

  @Test
  void holdsForMutationsOfEveryRefusedForm() {
    Random random = new Random(20261121);
    String[] seeds = RefusedUrls.all(8080).toArray(String[]::new);
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String url = seeds[random.nextInt(seeds.length)];
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        url = mutated(url, random);
      }
      accepted += check(url) ? 1 : 0;
    }
    assertThat(accepted).as("URLs that got through").isBetween(MUTATIONS / 100, MUTATIONS);
  }

  private static String mutated(String url, Random random) {
    StringBuilder text = new StringBuilder(url);
    int at = random.nextInt(text.length() + 1);
    switch (random.nextInt(3)) {
      case 0 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
      case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
      default -> text.insert(at, url, at / 2, Math.min(url.length(), at / 2 + 6));
    }
    return text.toString();
  }

  /** Says whether the URL was accepted. */
  private static boolean check(String url) {
    WebUrl parsed;
    try {
      parsed = WebUrl.parse(url);
    } catch (FetchFailure refused) {
      assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
      assertThat(refused.predicate()).matches(SENTENCE);
      return false;
    }
    String canonical = parsed.toString();
    assertThat(canonical).matches(CANONICAL);
    assertThat(canonical).isEqualTo(reparsed(canonical).toString());
    assertThat(parsed.port()).isBetween(1, 65535);
    assertThat(parsed.fileName()).doesNotContain("/", "\\", "\0", "\n");
    if (parsed.literal().isEmpty()) {
      assertThat(IpLiteral.ipv4(parsed.host())).isEmpty();
      assertThat(parsed.host()).doesNotContain("[", "]", ":");
    }
    assertSameHostForTheJdk(parsed);
    return true;
  }

  /** The JDK's parser knows no underscores in hosts and no stray percent signs in paths. */
  private static void assertSameHostForTheJdk(WebUrl parsed) {
    URI uri = URI.create((parsed.secure() ? "https://" : "http://") + parsed.authority() + "/");
    Optional<String> host = Optional.ofNullable(uri.getHost());
    if (host.isPresent()) {
      assertThat(host).contains(parsed.host());
      assertThat(uri.getUserInfo()).isNull();
    }
  }

  private static WebUrl reparsed(String canonical) {
    try {
      return WebUrl.parse(canonical);
    } catch (FetchFailure refused) {
      throw new AssertionError("the canonical form is refused itself: " + canonical, refused);
    }
  }
}
