package dev.mynah.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.DatabaseKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a whole server with SIGKILL at random moments under load, on PostgreSQL sometimes the
 * database instead, starts what was killed again on the same data, and looks whether anything was
 * lost, done twice or left half done.
 */
class CrashTest {
  private static final Logger LOG = LoggerFactory.getLogger(CrashTest.class);
  private static final int MOST_ORDERS = 40; // accepted before a kill
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(5); // under load before a kill
  private static final int LONGEST_PAUSE = 120; // ms after the last of those orders
  private static final int LONGEST_START = 3_000; // ms after which a starting server is killed

  @ParameterizedTest
  @EnumSource(DatabaseKind.class)
  @Timeout(180)
  void nothingIsLostOrDoneTwiceInAFewKills(DatabaseKind kind, @TempDir Path folder)
      throws Exception {
    killAndCheck(kind, folder, 3);
  }

  @ParameterizedTest
  @EnumSource(DatabaseKind.class)
  @Tag("long")
  void nothingIsLostOrDoneTwiceInTwoHundredKills(DatabaseKind kind, @TempDir Path folder)
      throws Exception {
    killAndCheck(kind, folder, Integer.getInteger("mynah.test.kills", 200));
  }

  private static void killAndCheck(DatabaseKind kind, Path folder, int kills) throws Exception {
    long seed = Long.getLong("mynah.test.seed", 20_261_121);
    String what = kills + " kills on " + kind + ", -Dmynah.test.seed=" + seed;
    Random random = new Random(seed);
    long start = System.nanoTime();
    try (CrashRig rig = new CrashRig(kind, folder, 1)) {
      rig.startLoad(seed);
      ServerProcess server = rig.startNode(0);
      for (int kill = 1; kill <= kills; kill++) {
        server = runAndKill(rig, server, random, kill + " of " + what);
        LOG.info("Kill {} of {}: {}", kill, what, rig.load.summary());
      }
      server.awaitReady();
      rig.awaitOrders(MOST_ORDERS, LONGEST_LIFE);
      rig.settleAndCheck(what);
      LOG.info(
          "{}: {} s; {}",
          what,
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          rig.summary());
    }
  }

  /** Kills a server, or its database, some time after its start; returns the one that runs then. */
  private static ServerProcess runAndKill(
      CrashRig rig, ServerProcess server, Random random, String what) throws Exception {
    int dice = random.nextInt(10);
    if (dice == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_START)); // perhaps while it starts
    } else {
      server.awaitReady();
      rig.awaitOrders(1 + random.nextInt(MOST_ORDERS), LONGEST_LIFE);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE));
    }
    if (rig.postgres != null && dice >= 8) {
      rig.postgres.killAndRestart();
      if (dice == 8 && server.isAlive()) {
        return server; // which must get over it
      }
    }
    server.kill();
    assertThat(rig.violationsNow()).as("right after kill %s", what).isEmpty();
    return rig.startNode(0);
  }
}
