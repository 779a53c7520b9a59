package dev.mynah.server.usage;

import dev.mynah.server.failure.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/**
 * How tasks ended.
 *
 * @param successes whether those that succeeded belong to it
 * @param failures the failures that belong to it
 */
public record UsageOutcomes(boolean successes, Set<ErrorCode> failures) {
  public static final UsageOutcomes ANY = new UsageOutcomes(true, EnumSet.allOf(ErrorCode.class));
  public static final UsageOutcomes FAILURES =
      new UsageOutcomes(false, EnumSet.allOf(ErrorCode.class));

  public UsageOutcomes {
    failures = Set.copyOf(failures);
    if (!successes && failures.isEmpty()) {
      throw new IllegalArgumentException("at least one outcome must be named");
    }
  }

  /** Whether it makes no difference. */
  boolean any() {
    return successes && failures.size() == ErrorCode.values().length;
  }
}
