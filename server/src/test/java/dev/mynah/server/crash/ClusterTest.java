package dev.mynah.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.DatabaseKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two servers share a PostgreSQL and a data folder under load; one is killed or frozen in the
 * middle of its work and comes back later.
 */
class ClusterTest {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterTest.class);
  private static final int MOST_ORDERS = 60; // accepted before something happens
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(5); // and how long at most
  private static final Duration FREEZE = Duration.ofSeconds(5); // longer than two take-overs

  @Test
  @Timeout(180)
  void whatADeadNodeWasAtIsTakenOverOnce(@TempDir Path folder) throws Exception {
    killOneOfTwo(folder, 1);
  }

  @Test
  @Timeout(180)
  void aFrozenNodeThatWakesDoesNoHarm(@TempDir Path folder) throws Exception {
    freezeOneOfTwo(folder, 1);
  }

  @Test
  @Tag("long")
  void whatDeadNodesWereAtIsTakenOverOnceInFiftyKills(@TempDir Path folder) throws Exception {
    killOneOfTwo(folder, 50);
  }

  @Test
  @Tag("long")
  void frozenNodesThatWakeDoNoHarmInTwentyFreezes(@TempDir Path folder) throws Exception {
    freezeOneOfTwo(folder, 20);
  }

  private static void killOneOfTwo(Path folder, int rounds) throws Exception {
    long seed = seed();
    String what = rounds + " kills of one of two nodes, -Dmynah.test.seed=" + seed;
    Random random = new Random(seed);
    long start = System.nanoTime();
    try (CrashRig rig = new CrashRig(DatabaseKind.POSTGRES, folder, 2)) {
      ServerProcess[] nodes = startTogether(rig);
      rig.startLoad(seed);
      for (int round = 0; round < rounds; round++) {
        rig.awaitOrders(1 + random.nextInt(MOST_ORDERS), LONGEST_LIFE);
        int dead = random.nextInt(2);
        nodes[dead].kill();
        // Now and then later than the other node takes its work up, now and then before.
        TimeUnit.MILLISECONDS.sleep(round == 0 ? 3_500 : random.nextInt(4_000));
        assertThat(nodes[1 - dead].isAlive()).as("the other node lives").isTrue();
        nodes[dead] = rig.startNode(dead);
        nodes[dead].awaitReady();
      }
      rig.settleAndCheck(what);
      report(what, start, rig);
    }
  }

  private static void freezeOneOfTwo(Path folder, int rounds) throws Exception {
    long seed = seed();
    String what = rounds + " freezes of one of two nodes, -Dmynah.test.seed=" + seed;
    Random random = new Random(seed);
    long start = System.nanoTime();
    try (CrashRig rig = new CrashRig(DatabaseKind.POSTGRES, folder, 2)) {
      ServerProcess[] nodes = startTogether(rig);
      rig.startLoad(seed);
      for (int round = 0; round < rounds; round++) {
        rig.awaitOrders(1 + random.nextInt(MOST_ORDERS), LONGEST_LIFE);
        ServerProcess frozen = nodes[random.nextInt(2)];
        frozen.freeze();
        try {
          TimeUnit.MILLISECONDS.sleep(FREEZE.toMillis());
        } finally {
          frozen.thaw();
        }
      }
      rig.awaitOrders(MOST_ORDERS, LONGEST_LIFE);
      rig.settleAndCheck(what);
      report(what, start, rig);
    }
  }

  /** Both install the presets and migrate at the same time. */
  private static ServerProcess[] startTogether(CrashRig rig) throws Exception {
    ServerProcess[] nodes = {rig.startNode(0), rig.startNode(1)};
    for (ServerProcess node : nodes) {
      node.awaitReady();
    }
    return nodes;
  }

  private static long seed() {
    return Long.getLong("mynah.test.seed", 20_261_121);
  }

  private static void report(String what, long start, CrashRig rig) {
    LOG.info(
        "{}: {} s; {}",
        what,
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        rig.summary());
  }
}
