package dev.mynah.engine.lark.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.engine.lark.design.VoiceTraits.Age;
import dev.mynah.engine.lark.design.VoiceTraits.Sex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DescriptionReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a deep old man                          | MALE    | OLD",
        "A Young Woman, bright and quick         | FEMALE  | YOUNG",
        "a little girl                           | FEMALE  | CHILD",
        "an excited boy                          | MALE    | CHILD",
        "her grandmother's stories               | FEMALE  | OPEN",
        "an elderly lady                         | FEMALE  | OLD",
        "a 70-year-old man                       | MALE    | OLD",
        "woman, 25 years old                     | FEMALE  | YOUNG",
        "a boy of 8 years                        | MALE    | CHILD",
        "a middle-aged man                       | MALE    | MIDDLE",
        "someone in the middle of nowhere        | OPEN    | OPEN",
        "an androgynous assistant                | NEUTRAL | OPEN",
        "a friendly voice                        | OPEN    | OPEN",
        "not a man                               | OPEN    | OPEN"
      })
  void hearsWhoIsMeant(String description, Sex sex, Age age) {
    VoiceTraits traits = DescriptionReader.read(description);

    assertThat(traits.sex()).isEqualTo(sex);
    assertThat(traits.age()).isEqualTo(age);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a deep voice", "low-pitched", "a baritone", "a voice of lower pitch"})
  void hearsThatAVoiceIsDeep(String description) {
    assertThat(DescriptionReader.read(description).pitch()).isNegative();
  }

  @Test
  void weighsWhatStrengthensAndWeakens() {
    double plain = DescriptionReader.read("a slow voice").pace();
    double very = DescriptionReader.read("a very slow voice").pace();
    double slightly = DescriptionReader.read("a slightly slow voice").pace();

    assertThat(very).isLessThan(plain);
    assertThat(plain).isLessThan(slightly);
    assertThat(slightly).isNegative();
  }

  @Test
  void neverGoesBeyondTwoDegrees() {
    VoiceTraits traits =
        DescriptionReader.read("very deep, extremely low, booming bass, really slow, very slow");

    assertThat(traits.pitch()).isEqualTo(-2);
    assertThat(traits.pace()).isEqualTo(-2);
  }

  @Test
  void leavesWhatIsDenied() {
    VoiceTraits traits = DescriptionReader.read("not deep, no rasp, without any hurried feel");

    assertThat(traits.pitch()).isZero();
    assertThat(traits.leftOut()).isEmpty();
  }

  @Test
  void aDenialEndsWithItsThought() {
    assertThat(DescriptionReader.read("no accent, deep").pitch()).isNegative();
    assertThat(DescriptionReader.read("not high but deep").pitch()).isNegative();
  }

  @Test
  void highEnergyIsNoHighVoice() {
    VoiceTraits high = DescriptionReader.read("a high energy host");
    VoiceTraits low = DescriptionReader.read("a low energy host");

    assertThat(high.pitch()).isZero();
    assertThat(high.liveliness()).isPositive();
    assertThat(low.liveliness()).isNegative();
  }

  @Test
  void tellsWhatItCanNotMake() {
    assertThat(DescriptionReader.read("a breathy, raspy man with a British accent").leftOut())
        .contains("breathiness", "roughness", "british accent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "qwertz 12345678901234 \u4f60\u597d", "!!!"})
  void guessesNothingFromWordsItDoesNotKnow(String description) {
    assertThat(DescriptionReader.read(description))
        .isEqualTo(new VoiceTraits(Sex.OPEN, Age.OPEN, 0, 0, 0, 0, List.of()));
  }
}
