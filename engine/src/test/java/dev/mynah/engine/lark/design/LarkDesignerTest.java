package dev.mynah.engine.lark.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.engine.lark.preset.PresetVoices;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.spi.DesignedVoice;
import dev.mynah.engine.spi.EngineException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measures the profiles; what they sound like was measured with a recogniser and by pitch. */
final class LarkDesignerTest {
  private static final LarkDesigner DESIGNER =
      new LarkDesigner(PresetVoices.all("0123456789abcdef", "1"), "1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a deep old man              |  72 | 115",
        "a man                       |  72 | 175",
        "a very deep bass            |  72 | 100",
        "a young woman               | 180 | 260",
        "a woman with a low voice    | 130 | 190",
        "a woman with a high voice   | 190 | 290",
        "a little girl               | 230 | 310",
        "a boy with a deep voice     | 225 | 300"
      })
  void thePitchIsOfWhoWasAskedFor(String description, double least, double most) throws Exception {
    for (long seed = 0; seed < 10; seed++) {
      for (DesignedVoice voice : DESIGNER.design(description, 4, seed)) {
        assertThat(Math.exp(profile(voice).logF0())).isBetween(least, most);
      }
    }
  }

  @Test
  void candidatesDifferSoThatItIsHeard() throws Exception {
    for (String description : List.of("a voice", "an old man", "a girl", "a very high soprano")) {
      List<DesignedVoice> voices = DESIGNER.design(description, 4, 7);
      for (int i = 0; i < voices.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(difference(profile(voices.get(i)), profile(voices.get(j))))
              .as("%s: %d and %d", description, i, j)
              .isGreaterThan(1);
        }
      }
    }
  }

  /** About 1 where a difference begins to be heard: half a semitone, 2 % of the tract, 4 % pace. */
  private static double difference(LarkProfile a, LarkProfile b) {
    return Math.abs(a.logF0() - b.logF0()) / (Math.log(2) / 24)
        + Math.abs(Math.log(a.warp() / b.warp())) / 0.02
        + Math.abs(Math.log(a.speed() / b.speed())) / 0.04;
  }

  @Test
  void theSameSeedGivesTheSameVoices() {
    List<byte[]> first = bytes(DESIGNER.design("a calm man", 3, 5));

    assertThat(bytes(DESIGNER.design("a calm man", 3, 5)))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(first);
    assertThat(
            Arrays.equals(bytes(DESIGNER.design("a calm man", 3, 6)).getFirst(), first.getFirst()))
        .isFalse();
  }

  @Test
  void paceAndMelodyFollowTheWords() throws Exception {
    LarkProfile plain = profile(DESIGNER.design("an old woman", 1, 0).getFirst());
    LarkProfile slow = profile(DESIGNER.design("an old woman, very slow", 1, 0).getFirst());
    LarkProfile flat = profile(DESIGNER.design("an old woman, monotone", 1, 0).getFirst());

    assertThat(slow.speed()).isLessThan(0.85 * plain.speed());
    assertThat(flat.pitchRange()).isLessThan(0.7 * plain.pitchRange());
  }

  @Test
  void tellsWhatWasMadeAndWhatNot() {
    DesignedVoice voice =
        DESIGNER.design("a deep, slow, breathy old man with a Scottish accent", 1, 0).getFirst();

    assertThat(voice.traits()).containsExactly("male", "old", "deep", "slow");
    assertThat(voice.leftOut()).contains("breathiness", "scottish accent");
  }

  private static List<byte[]> bytes(List<DesignedVoice> voices) {
    return voices.stream().map(voice -> voice.profile().bytes()).toList();
  }

  private static LarkProfile profile(DesignedVoice voice) throws EngineException {
    return LarkProfileCodec.read(voice.profile().bytes());
  }
}
