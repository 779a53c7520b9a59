package dev.mynah.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SentenceEndsTest {
  private static final int FAR = 10_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "It is over.|0",
        "It is over. |0",
        "It is over. N|1",
        "It costs 3.|0",
        "It costs 3.5 dollars.|0",
        "Ask Dr.|0",
        "Ask Dr. Smith|0",
        "Ask Dr. Smith. He|1",
        "Really? Yes! Then|2",
        "See No. 5|0",
        "He said \"No.\" Then|1",
        "Well... maybe|0",
        "Wait for J. R.|0",
      })
  void countsOnlySentencesThatNoFurtherTextCanChange(String text, int sentences) {
    assertThat(SentenceEnds.sure(text, FAR)).hasSize(sentences);
  }

  @Test
  void tellsWhereSentencesEnd() {
    assertThat(SentenceEnds.sure("One.  Two!\nThree", FAR)).containsExactly(4, 10);
  }

  @Test
  void stopsAtTheFirstEndBeyondTheLimit() {
    assertThat(SentenceEnds.sure("One. Two. Three. Four. Five", 7)).containsExactly(4, 9);
  }

  @Test
  void neverTakesAnEndBack() {
    String text =
        "Mr. Hall paid 3.50 for it. \"Why?\" he asked. The U.S. Navy knew, e.g. from J. Smith.\n"
            + "A line that is long enough to have been wrapped by somebody\nbefore it went on. So!";
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<Integer> before = List.of();
      for (int end = 0; end <= text.length(); end += 1 + random.nextInt(4)) {
        List<Integer> now = SentenceEnds.sure(text.substring(0, end), FAR);
        assertThat(now.stream().limit(before.size()))
            .as(text.substring(0, end))
            .containsExactlyElementsOf(before);
        before = now;
      }
    }
  }
}
