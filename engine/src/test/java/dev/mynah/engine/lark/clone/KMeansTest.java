package dev.mynah.engine.lark.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {

  @Test
  void findsClustersThatLieApart() {
    Random random = new Random(1);
    float[][] points = new float[300][2];
    for (int i = 0; i < points.length; i++) {
      points[i][0] = (float) (10 * (i % 3) + random.nextGaussian());
      points[i][1] = (float) (random.nextGaussian() - 5 * (i % 3));
    }
    KMeans.Groups groups = KMeans.group(points, 3, 7);

    for (int i = 3; i < points.length; i++) {
      assertThat(groups.group()[i]).isEqualTo(groups.group()[i % 3]);
    }
    assertThat(groups.variance()).isCloseTo(1, within(0.15));
  }

  @Test
  void givesTheSameGroupsEveryTime() {
    Random random = new Random(2);
    float[][] points = new float[500][6];
    for (float[] point : points) {
      for (int d = 0; d < point.length; d++) {
        point[d] = random.nextFloat();
      }
    }

    assertThat(KMeans.group(points, 8, 3).centres())
        .isDeepEqualTo(KMeans.group(points, 8, 3).centres());
  }

  @Test
  void refusesFewerPointsThanGroups() {
    assertThatIllegalArgumentException().isThrownBy(() -> KMeans.group(new float[2][3], 3, 1));
  }

  @Test
  void matchesEveryPointWithTheNearestOfTheOtherSet() {
    float[][] first = {{0, 0}, {10, 0}, {0, 9}};
    float[][] second = {{9, 1}, {1, 1}, {0, 1}};
    NearestPairs pairs = NearestPairs.match(first, second);

    assertThat(pairs.secondOfFirst()).containsExactly(2, 0, 2);
    assertThat(pairs.firstOfSecond()).containsExactly(1, 0, 0);
  }
}
