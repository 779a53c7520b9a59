package dev.mynah.audio.decode;

import java.time.Duration;

/**
 * What decoding one file may cost.
 *
 * @param inputBytes largest file accepted
 * @param outputSeconds longest recording kept
 * @param overlong what to do with a longer one
 * @param wallTime after which the decoder is killed
 * @param memoryBytes address space of the decoder, where the system can bound it; a JVM needs about
 *     half of {@link #DEFAULT}'s
 */
public record DecodeLimits(
    long inputBytes, double outputSeconds, Overlong overlong, Duration wallTime, long memoryBytes) {
  /** What happens to a recording longer than allowed. */
  public enum Overlong {
    /** The beginning is kept and the cut is reported. */
    CUT,
    /** It is refused as {@link MediaException.Code#TOO_LONG}. */
    REFUSE
  }

  /** 100 MB, ten minutes and a little, 30 s of time, 2 GiB of address space. */
  public static final DecodeLimits DEFAULT =
      new DecodeLimits(100_000_000, 605, Overlong.CUT, Duration.ofSeconds(30), 2L << 30);

  public DecodeLimits {
    if (inputBytes <= 0 || !(outputSeconds > 0) || wallTime.toMillis() <= 0 || memoryBytes <= 0) {
      throw new IllegalArgumentException("limits must be above 0");
    }
  }
}
