package dev.mynah.server.http.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever is asked for lies within the file. To fuzz, guided by coverage: {@code JAZZER_FUZZ=1 mvn
 * -pl server -am test -Djazzer.hooks=true -Dtest=ByteRangeFuzzTest#staysWithinTheFile
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ByteRangeFuzzTest {
  private static final int MUTATIONS = 30_000;
  private static final long[] SIZES = {0, 1, 2, 999, 1L << 31, Long.MAX_VALUE};
  private static final String SPICE = "bytes=-,0123456789 \t\u0660\u00b2;*/+e";
  private static final Pattern PNG_START =
      Pattern.compile("\u0089PNG\r\n\u001a\n.*", Pattern.DOTALL);

  @FuzzTest(maxDuration = "30s")
  void staysWithinTheFile(byte[] header) {
    check(new String(header, StandardCharsets.UTF_8));
  }

  @Test
  void holdsForMutations() {
    Random random = new Random(20_261_121);
    String[] seeds = {
      "bytes=0-0", "bytes=-5", "bytes=5-", "bytes=0-999999999999999999", "bytes=1-2,3-"
    };
    for (int i = 0; i < MUTATIONS; i++) {
      StringBuilder header = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int changes = random.nextInt(5); changes >= 0; changes--) {
        int at = random.nextInt(header.length() + 1);
        if (random.nextBoolean() || at == header.length()) {
          header.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
        } else {
          header.deleteCharAt(at);
        }
      }
      check(header.toString());
    }
  }

  private static void check(String header) {
    for (long size : SIZES) {
      ByteRange.Request asked = ByteRange.requested(header, size);
      ByteRange range = asked.range();
      assertThat(range.offset()).as(header).isBetween(0L, size);
      assertThat(range.length()).as(header).isBetween(0L, size - range.offset());
      switch (asked.kind()) {
        case WHOLE -> assertThat(range).as(header).isEqualTo(new ByteRange(0, size));
        case PART -> assertThat(range.length()).as(header).isPositive();
        case UNSATISFIABLE -> assertThat(range.length()).as(header).isZero();
      }
    }
  }

  /** Covers are drawn from whatever id a path holds. */
  @FuzzTest(maxDuration = "30s")
  void drawsACoverForAnyId(byte[] id) {
    String text = new String(id, StandardCharsets.UTF_8);
    String png = new String(CoverImage.png(text), StandardCharsets.ISO_8859_1);

    assertThat(png).matches(PNG_START).endsWith("IEND\u00aeB`\u0082");
  }
}
