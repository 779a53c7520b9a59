package dev.mynah.audio.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mynah.audio.decode.DecodeLimits.Overlong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a file holds, the confined decoder answers with sound or a refusal, in time, and is
 * there for the next one; a child that dies costs its file only. An ordinary build replays the
 * seeds; {@link HostileMediaTest} mutates them by the hundred. To fuzz: {@code JAZZER_FUZZ=1 mvn
 * -pl audio test -Djazzer.hooks=true -Dtest=MediaFuzzTest}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MediaFuzzTest {
  private static final int RATE = 24_000;
  private static final DecodeLimits LIMITS =
      new DecodeLimits(10_000_000, 30, Overlong.CUT, Duration.ofSeconds(20), 2L << 30);

  /** Refusals that say something of the file; the others would say something of this machine. */
  private static final Set<MediaException.Code> OF_THE_FILE =
      EnumSet.complementOf(EnumSet.of(MediaException.Code.BUSY, MediaException.Code.TOO_LARGE));

  private final MediaDecoder decoder = new MediaDecoder(Path.of("target", "natives"), 1);
  private Path folder;

  @BeforeAll
  void setUp(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterAll
  void close() {
    decoder.close();
  }

  @FuzzTest(maxDuration = "60s")
  void endsInSoundOrARefusal(byte[] media) throws IOException, InterruptedException {
    Path file = folder.resolve("media");
    Files.write(file, media);
    long start = System.nanoTime();
    try {
      DecodedMedia decoded = decoder.decode(file, MediaHint.NONE, RATE, LIMITS);
      assertThat(decoded.pcm().seconds()).isBetween(0.0, LIMITS.outputSeconds());
    } catch (MediaException refusal) {
      assertThat(refusal.code()).as(refusal.detail()).isIn(OF_THE_FILE);
      assertThat(refusal.getMessage()).endsWith(".").doesNotContain(folder.toString());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(LIMITS.wallTime().plusSeconds(10));
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
