package dev.mynah.engine.asr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepetitionTest {
  @Test
  void findsAPhraseThatGoesRoundInCircles() {
    int[] tokens = IntStream.range(0, 30).map(i -> i < 6 ? 100 + i : i % 6).toArray();

    assertThat(Repetition.surplus(tokens, 23)).isZero();
    assertThat(Repetition.surplus(tokens, 30)).isEqualTo(18); // one turn is kept
  }

  @Test
  void findsAWordThatNeverEnds() {
    assertThat(Repetition.surplus(new int[16], 16)).isEqualTo(15);
  }

  @Test
  void letsPeopleRepeatThemselves() {
    int[] noNoNo = {7, 8, 8, 8, 8, 8, 8, 9, 3, 4, 3, 4, 3, 4};

    for (int length = 1; length <= noNoNo.length; length++) {
      assertThat(Repetition.surplus(noNoNo, length)).isZero();
    }
  }
}
