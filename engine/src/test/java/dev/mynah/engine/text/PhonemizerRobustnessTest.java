package dev.mynah.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.testing.LarkModel;
import dev.mynah.engine.text.pronounce.Accent;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send: nothing may fail, grow without bound or take long. */
class PhonemizerRobustnessTest {
  private static final int LONG_TEXT = 10_000; // characters
  private static final int HUGE_TEXT = 200_000; // characters
  private static final Duration LONG_TEXT_TIME = Duration.ofSeconds(10);
  private static final Duration HUGE_TEXT_TIME = Duration.ofSeconds(60);

  private static final String SIGNS = "[]()<>|/\\.,;:!?-'\"’“”$£€%#@*&^~=+_°";

  private static TextAssets assets;
  private static Phonemizer phonemizer;

  @BeforeAll
  static void load() throws IOException {
    assets = TextAssets.load(LarkModel.directory());
    phonemizer = assets.phonemizer(Accent.US);
  }

  @AfterAll
  static void close() throws IOException {
    if (assets != null) {
      assets.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n\n",
        ".",
        "...",
        "?!?!",
        "\"\"",
        "—",
        "()",
        "[]",
        "<||>",
        "<|speaker:0|>",
        "[laugh]",
        "(laughing)",
        "\u0000",
        "\u200B\u200D\uFEFF",
        "\u202E\u2066\u2069",
        "\uD800",
        "\uDC00\uD800",
        "\uE000",
        "***",
        "_",
        "|",
        "\u0301",
        "-",
        "$",
        "#",
        "\\",
        "[x]()[",
        ","
      })
  void neverFailsOnScrapsAndReturnsOnlyWhatSounds(String text) {
    assertThat(phonemizer.phonemize(text))
        .allSatisfy(
            sentence ->
                assertThat(sentence.phonemes().codePoints().anyMatch(Character::isLetter))
                    .as("something sounds in %s", sentence)
                    .isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "...", "?!", "\u0000", "\u200B", "\uD800", "[laugh]", "<|speaker:1|>"})
  void findsNothingToSayWhereThereIsNothing(String text) {
    assertThat(phonemizer.phonemize(text)).isEmpty();
  }

  @Test
  void survivesRandomUnicode() {
    Random random = new Random(7);
    for (int round = 0; round < 400; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(120);
      for (int i = 0; i < length; i++) {
        text.append(randomCharacter(random));
      }
      assertWithinLimits(text.toString());
    }
  }

  private static String randomCharacter(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> String.valueOf((char) random.nextInt(0x10000));
      case 1 -> Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1));
      case 2 -> String.valueOf(SIGNS.charAt(random.nextInt(SIGNS.length())));
      case 3 -> String.valueOf((char) ('0' + random.nextInt(10)));
      case 4 -> random.nextBoolean() ? " " : "\n";
      default -> String.valueOf((char) ('A' + random.nextInt(58)));
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "ab",
        "word ",
        "Zq",
        "1",
        "1,",
        "1.",
        "-",
        "'",
        "a'",
        "(",
        "((a",
        "a-",
        "A.",
        "$1",
        "1/2 ",
        "é",
        "中",
        "\uD83D\uDE00",
        "[a](/b/)",
        "<|",
        "<|a|>",
        "[laugh]",
        "a@b.c ",
        "www.a-",
        "x.com/",
        "+1-",
        "12:3",
        "May 5 ",
        ". ",
        "\n",
        "IV ",
        "Chapter IV ",
        "mr. "
      })
  void takesLinearTimeForLongTextsOfOneKind(String unit) {
    String text = unit.repeat(LONG_TEXT / unit.length());
    Assertions.assertTimeout(LONG_TEXT_TIME, () -> assertWithinLimits(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "word ", "1", "(", "A.", "é", "中", ". ", "\n", "www.a-", "$1"})
  @Tag("long")
  void takesLinearTimeForHugeTextsOfOneKind(String unit) {
    String text = unit.repeat(HUGE_TEXT / unit.length());
    Assertions.assertTimeout(HUGE_TEXT_TIME, () -> assertWithinLimits(text));
  }

  @Test
  void readsOneWordOfTwoHundredThousandLetters() {
    String text = "ab".repeat(HUGE_TEXT / 2);
    Assertions.assertTimeout(HUGE_TEXT_TIME, () -> assertWithinLimits(text));
    assertThat(phonemizer.phonemize(text)).hasSizeGreaterThan(100);
  }

  @Test
  void takesLinearTimeForALongTextOfRandomCharacters() {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder();
    while (text.length() < HUGE_TEXT) {
      text.append(randomCharacter(random));
    }
    Assertions.assertTimeout(HUGE_TEXT_TIME, () -> assertWithinLimits(text.toString()));
  }

  private static void assertWithinLimits(String text) {
    int before = 0;
    for (Iterator<PhonemeSentence> it = phonemizer.sentences(text, Latency.NORMAL);
        it.hasNext(); ) {
      PhonemeSentence sentence = it.next();
      assertThat(sentence.phonemes().length()).isBetween(1, Phonemizer.MAX_PHONEMES);
      assertThat(sentence.start()).isGreaterThanOrEqualTo(before);
      assertThat(sentence.end()).isBetween(sentence.start(), text.length());
      before = sentence.end();
    }
  }

  @Test
  void givesManyThreadsTheSameAnswers() throws Exception {
    String text =
        "The zorblax met Dr. Quendle at 7:30 pm, paid $12.50 and read the COVID-19 report. "
            .repeat(20);
    List<PhonemeSentence> expected = phonemizer.phonemize(text);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<List<PhonemeSentence>> task = () -> phonemizer.phonemize(text);
      List<Future<List<PhonemeSentence>>> answers =
          threads.invokeAll(Collections.nCopies(32, task));
      for (Future<List<PhonemeSentence>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    }
  }
}
