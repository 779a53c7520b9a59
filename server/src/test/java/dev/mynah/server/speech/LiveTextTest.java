package dev.mynah.server.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.engine.spi.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LiveTextTest {
  private static final int LEAST = 50;
  private static final int MOST = 300;

  private final LiveText text = new LiveText(LEAST, MOST, Latency.NORMAL);

  private static List<String> sure(LiveText text) {
    List<String> chunks = new ArrayList<>();
    for (Optional<String> chunk = text.next(); chunk.isPresent(); chunk = text.next()) {
      chunks.add(chunk.get());
    }
    return chunks;
  }

  private static List<String> flushed(LiveText text) {
    List<String> chunks = new ArrayList<>();
    for (Optional<String> chunk = text.flushed(); chunk.isPresent(); chunk = text.flushed()) {
      chunks.add(chunk.get());
    }
    return chunks;
  }

  @Test
  void waitsForTheEndOfASentenceThatComesInDribbles() {
    for (String dribble : List.of("He", "llo th", "ere", ".", " ")) {
      text.add(dribble);
      assertThat(sure(text)).isEmpty();
    }
    text.add("H");

    assertThat(sure(text)).containsExactly("Hello there.");
    assertThat(flushed(text)).containsExactly("H");
  }

  @Test
  void cutsNeitherNumbersNorTitles() {
    for (String dribble : List.of("It is 3", ".", "5 cm. Ask Dr", ".", " ", "Smith", ". ", "B")) {
      text.add(dribble);
    }

    assertThat(sure(text)).containsExactly("It is 3.5 cm. Ask Dr. Smith.");
  }

  @Test
  void speaksSentencesThatCameTogetherTogether() {
    text.add("One is here. Two is here! Is three here? Fo");

    assertThat(sure(text)).containsExactly("One is here. Two is here! Is three here?");
  }

  @Test
  void letsShortSentencesWaitForOthersOnceItSpeaks() {
    text.add("First. A");
    assertThat(sure(text)).containsExactly("First.");

    text.add(" short one. An");
    assertThat(sure(text)).isEmpty();

    text.add("other one that is long enough to be said. N");
    assertThat(sure(text))
        .containsExactly("A short one. Another one that is long enough to be said.");
  }

  @Test
  void flushSpeaksAtOnceWhateverThereIs() {
    text.add("Half a wor");

    assertThat(flushed(text)).containsExactly("Half a wor");
    assertThat(flushed(text)).isEmpty();
    assertThat(text.waiting()).isZero();
  }

  @Test
  void beginsAnewAfterAFlush() {
    text.add("A first sentence. A");
    assertThat(sure(text)).hasSize(1);
    assertThat(flushed(text)).hasSize(1);

    text.add("Short. B");

    assertThat(sure(text)).containsExactly("Short.");
  }

  @Test
  void cutsTextWithoutEndAtAClause() {
    text.add("and so it went on, ".repeat(20));

    List<String> chunks = sure(text);

    assertThat(chunks).isNotEmpty();
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(chunk).hasSizeLessThanOrEqualTo(MOST).endsWith("went on,"));
  }

  @Test
  void cutsTextWithoutClausesAtAWordAndWithoutWordsAnywhereButWithinACharacter() {
    text.add("word ".repeat(100));
    assertThat(sure(text)).isNotEmpty().allSatisfy(chunk -> assertThat(chunk).endsWith("word"));
    assertThat(flushed(text)).isNotEmpty();

    text.add("a" + "😀".repeat(400));
    assertThat(flushed(text))
        .hasSize(3)
        .allSatisfy(
            chunk ->
                assertThat(chunk.codePoints())
                    .allMatch(c -> Character.getType(c) != Character.SURROGATE));
  }

  @Test
  void speaksAFewWordsFirstWhereLatencyMustBeLow() {
    LiveText low = new LiveText(LEAST, MOST, Latency.LOW);
    low.add("The weather in the north of");
    assertThat(sure(low)).isEmpty();

    low.add(" England will be fine today, and in the south it will be fine as");

    assertThat(sure(low)).containsExactly("The weather in the north of");
    assertThat(flushed(low))
        .containsExactly("England will be fine today, and in the south it will be fine as");
  }

  @Test
  void speaksAClauseFirstWhereLatencyIsBalanced() {
    LiveText balanced = new LiveText(LEAST, MOST, Latency.BALANCED);
    balanced.add("Well, ");
    assertThat(sure(balanced)).isEmpty();

    balanced.add("as far as I can tell, it wo");

    assertThat(sure(balanced)).containsExactly("Well, as far as I can tell,");
  }

  @Test
  void cutsNoBeginningWithinBracketsOrTags() {
    LiveText low = new LiveText(LEAST, MOST, Latency.LOW);
    low.add("See [the long name, of one](/thing/) <|a, b|> and th");

    assertThat(sure(low))
        .allSatisfy(chunk -> assertThat(chunk.indexOf('[')).isLessThan(chunk.indexOf(']')));
  }

  @Test
  void passesOverWhatHoldsNothingToSay() {
    text.add(" \n ... !? <|speaker:1|> ");

    assertThat(flushed(text)).isEmpty();
    assertThat(text.waiting()).isZero();
  }

  @Test
  void speaksMarksWithTheTextTheyBelongTo() {
    text.add("<|speaker:0|>... Yes. <|speaker:1|>No");

    assertThat(sure(text)).containsExactly("<|speaker:0|>... Yes.");
    assertThat(flushed(text)).containsExactly("<|speaker:1|>No");
  }

  @ParameterizedTest
  @EnumSource(Latency.class)
  void losesAndAddsNothingHoweverTheTextIsCut(Latency latency) {
    String whole =
        """
        Mr. Hall paid 3.50 for it, or so he said. "Why?" he asked; nobody knew — not even Dr. Fox!
        A line, and [another](/ənˈʌðɚ/) one: 1. one 2. two. <|speaker:1|> Yes… no? 😀 Well. The end.
        """
            .repeat(8);
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      LiveText live = new LiveText(random.nextInt(100), 100 + random.nextInt(200), latency);
      List<String> chunks = new ArrayList<>();
      int most = 1 + random.nextInt(random.nextBoolean() ? 6 : 400);
      for (int at = 0, end; at < whole.length(); at = end) {
        end = Math.min(whole.length(), at + 1 + random.nextInt(most));
        live.add(whole.substring(at, end));
        chunks.addAll(sure(live));
      }
      chunks.addAll(flushed(live));

      assertThat(String.join("", chunks).replaceAll("\\s", ""))
          .isEqualTo(whole.replaceAll("\\s", ""));
      assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.length()).isBetween(1, 300));
    }
  }

  @Test
  void takesAWholeBookAtOnce() {
    String sentence = "This is one of the sentences of a book. ";
    text.add(sentence.repeat(25_000));

    List<String> chunks = flushed(text);

    assertThat(chunks.stream().mapToInt(String::length).sum())
        .isBetween(sentence.length() * 24_000, sentence.length() * 25_000);
    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk).endsWith("book."));
  }
}
