package dev.mynah.engine.text.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageGuardTest {
  private final LanguageGuard guard = new LanguageGuard();

  static Stream<String> foreignTexts() throws IOException {
    return lines(LanguageGuardTest.class.getResourceAsStream("foreign-texts.txt"));
  }

  static Stream<String> englishTexts() throws IOException {
    return lines(LanguageGuardTest.class.getResourceAsStream("../sentences.txt"));
  }

  private static Stream<String> lines(InputStream resource) throws IOException {
    assertThat(resource).as("the list of texts").isNotNull();
    try (InputStream bytes = resource) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }

  @ParameterizedTest
  @MethodSource("foreignTexts")
  void namesTheLanguageOfATextThatIsNotEnglish(String line) {
    int colon = line.indexOf(": ");
    assertThat(guard.check(line.substring(colon + 2)))
        .hasValueSatisfying(
            language -> {
              assertThat(language.name()).isEqualTo(line.substring(0, colon));
              assertThat(language.confidence()).isBetween(0.5, 1.0);
            });
  }

  @Test
  void takesNoEnglishSentenceForAnotherLanguage() throws IOException {
    assertThat(englishTexts()).hasSizeGreaterThan(200).allSatisfy(this::assertSpeakable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hi",
        "?!",
        "👍",
        "π",
        "α + β = γ²",
        "Los Angeles, San Diego, El Paso, La Jolla, Las Vegas, Santa Fe and Des Moines",
        "Ludwig van Beethoven, Vincent van Gogh, Charles de Gaulle, Leonardo da Vinci",
        "Ms. Maria de la Cruz, 14 Calle de las Flores, San Juan, PR 00901",
        "for (int i = 0; i < n; i++) { total += values[i]; }",
        "def main(args): return print(args)",
        "SELECT id, name FROM users WHERE age > 30 ORDER BY name DESC LIMIT 5",
        "git commit -m message && git push origin main",
        "lorem ipsum dolor sit amet, consectetur adipiscing elit",
        "Pad thai, tom yum, crème brûlée, spaghetti alla carbonara, sauerkraut",
        "Mitochondria, chloroplast, ribosome, vacuole, nucleus",
        "He said \"c'est la vie, ma chère, on ne sait jamais\" and then he left the room.",
        "The film Das Leben der Anderen is about people who are watched in the East.",
        "The word Москва is the Russian name for Moscow.",
        "In Japanese, 猫 means cat and 犬 means dog, which I learnt last week.",
        "no, no, no, no, no!",
        "Do re mi fa so la ti do",
        "La la la la la, na na na na",
        "Veni, vidi, vici.",
        "Que sera, sera.",
        "Bon appétit!",
        "https://example.com/de/la/le/et/les",
        "A b c d e f g h i j k l m n o p q r s t u v w x y z",
        "Om mani padme hum",
        "OK",
        "yo",
        "ha ha ha ha ha",
        "tick tock tick tock tick tock"
      })
  void letsPassWhatEnglishSpeakersWrite(String text) {
    assertSpeakable(text);
  }

  @Test
  void looksOnlyAtTheBeginningOfALongText() {
    String english = "This is a sentence that people would say to one another. ".repeat(100);
    assertSpeakable(english + "猫".repeat(200_000));
  }

  private void assertSpeakable(String text) {
    assertThat(guard.check(text)).as(text).isEmpty();
  }
}
