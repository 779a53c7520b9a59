package dev.mynah.engine.lark.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ApproximationsTest {

  @Test
  void exponentialIsRightToFiveDigitsWhereSpeechIsLoud() {
    for (float x = -8; x <= 12; x += 0.0137f) {
      assertThat(Approximations.exp(x) / Math.exp(x)).as("e^%s", x).isCloseTo(1, within(3e-5));
    }
  }

  @Test
  void exponentialOfAnythingIsAPositiveNumber() {
    assertThat(Approximations.exp(-1e9f)).isBetween(0f, 1e-8f);
    assertThat(Approximations.exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 1e-8f);
    assertThat(Approximations.exp(Float.POSITIVE_INFINITY)).isBetween(1e8f, 1e9f);
  }

  @Test
  void hyperbolicTangentFollowsTheCurve() {
    for (float x = -20; x <= 20; x += 0.013f) {
      assertThat((double) Approximations.tanh(x)).isCloseTo(Math.tanh(x), within(6e-6));
    }
  }

  @Test
  void sineAndCosineFollowTheCircle() {
    for (float t = -0.5f; t <= 0.5f; t += 0.0007f) {
      assertThat((double) Approximations.sinHalfTurn(t))
          .isCloseTo(Math.sin(Math.PI * t), within(4e-7));
      assertThat((double) Approximations.cosHalfTurn(t))
          .isCloseTo(Math.cos(Math.PI * t), within(1e-6));
    }
  }

  @Test
  void wrappingTakesWholeTurnsAway() {
    assertThat(Approximations.wrapTurns(3.25f)).isEqualTo(0.25f);
    assertThat(Approximations.wrapTurns(-7.75f)).isEqualTo(0.25f);
    assertThat(Approximations.wrapTurns(1000.75f)).isEqualTo(-0.25f);
    assertThat(Math.abs(Approximations.wrapTurns(12.5f))).isEqualTo(0.5f);
  }
}
