package dev.mynah.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceSplitterTest {
  private static List<String> split(String text) {
    SentenceSplitter splitter = new SentenceSplitter(text, Set.of("Dr", "Mr", "St"));
    List<String> sentences = new ArrayList<>();
    for (SentenceSplitter.Span span = splitter.next(); span != null; span = splitter.next()) {
      sentences.add(text.substring(span.start(), span.end()));
    }
    return sentences;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dr. Smith came.", "J. K. Rowling wrote it.", "The U.S. Navy sailed.", "See e.g. Newton.",
        "It is No. 5 now.", "On Jan. 5 we left.", "Wait... what?", "He asked why? said she."
      })
  void keepsOneSentenceWhole(String text) {
    assertThat(split(text)).containsExactly(text);
  }

  @Test
  void endsSentencesAtStopsAndKeepsTheQuotesAfterThem() {
    assertThat(split("He said \"No.\" She left! Why? Well… Then."))
        .containsExactly("He said \"No.\"", "She left!", "Why?", "Well…", "Then.");
  }

  @Test
  void endsASentenceAfterAnAbbreviationWhereANewOneBegins() {
    assertThat(split("He lives in the U.S. She moved. That was vitamin C. The end."))
        .containsExactly("He lives in the U.S.", "She moved.", "That was vitamin C.", "The end.");
  }

  @Test
  void endsSentencesAtLinesUnlessTheyWereWrapped() {
    assertThat(split("Roses are red\nviolets are blue"))
        .containsExactly("Roses are red", "violets are blue");
    String wrapped = "This line was wrapped to fit a page of the usual width and\nso it goes on.";
    assertThat(split(wrapped)).containsExactly(wrapped);
  }

  @Test
  void cutsWhatNeverEnds() {
    assertThat(split("x".repeat(2500)))
        .hasSize(3)
        .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(1000));
    assertThat(split("word ".repeat(500)))
        .allSatisfy(piece -> assertThat(piece).startsWith("word").endsWith("word"));
  }

  @Test
  void neverCutsASurrogatePair() {
    assertThat(split("a" + "😀".repeat(900)))
        .allSatisfy(piece -> assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse());
  }

  @Test
  void splitsEastAsianTextWithoutSpaces() {
    assertThat(split("你好。再见！")).containsExactly("你好。", "再见！");
  }
}
