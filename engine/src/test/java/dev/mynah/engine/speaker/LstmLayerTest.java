package dev.mynah.engine.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LstmLayerTest {
  private static final float CLOSE = 1e-6f;

  @Test
  void followsTheEquationsOfOneUnit() {
    LstmLayer layer =
        new LstmLayer(
            new float[] {0.5f, -0.3f, 0.8f, 0.2f},
            new float[] {0.1f, 0.4f, -0.6f, 0.9f},
            new float[] {0.05f, 0.1f, -0.2f, 0.3f},
            new float[] {0.01f, 0.02f, 0.03f, 0.04f});

    float[][] states = layer.run(new float[][] {{1.5f}, {-0.7f}}, 1);

    double cell = sigmoid(0.5 * 1.5 + 0.06) * Math.tanh(0.8 * 1.5 - 0.17);
    double hidden = sigmoid(0.2 * 1.5 + 0.34) * Math.tanh(cell);
    assertThat(states[0][0]).isCloseTo((float) hidden, within(CLOSE));
    cell =
        sigmoid(-0.3 * -0.7 + 0.4 * hidden + 0.12) * cell
            + sigmoid(0.5 * -0.7 + 0.1 * hidden + 0.06)
                * Math.tanh(0.8 * -0.7 - 0.6 * hidden - 0.17);
    hidden = sigmoid(0.2 * -0.7 + 0.9 * hidden + 0.34) * Math.tanh(cell);
    assertThat(states[1][0]).isCloseTo((float) hidden, within(CLOSE));
  }

  @Test
  void sequencesSideBySideDoNotTouchEachOther() {
    Random random = new Random(7);
    int inputs = 3;
    int units = 5;
    LstmLayer layer =
        new LstmLayer(
            weights(random, 4 * units * inputs),
            weights(random, 4 * units * units),
            weights(random, 4 * units),
            weights(random, 4 * units));
    float[][] first = {weights(random, inputs), weights(random, inputs)};
    float[][] second = {weights(random, inputs), weights(random, inputs)};
    float[][] both = {joined(first[0], second[0]), joined(first[1], second[1])};

    float[][] together = layer.run(both, 2);

    for (int time = 0; time < 2; time++) {
      assertThat(together[time])
          .containsExactly(joined(layer.run(first, 1)[time], layer.run(second, 1)[time]));
    }
  }

  @Test
  void refusesWeightsThatDoNotBelongTogether() {
    assertThatThrownBy(() -> new LstmLayer(new float[8], new float[5], new float[4], new float[4]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] weights(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] joined(float[] first, float[] second) {
    float[] both = new float[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
