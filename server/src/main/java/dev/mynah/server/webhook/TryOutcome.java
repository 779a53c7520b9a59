package dev.mynah.server.webhook;

import dev.mynah.server.fetch.FailureKind;
import dev.mynah.server.fetch.PostOutcome;
import dev.mynah.server.webhook.WebhookDelivery.LastTry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a try tells of a callback and of its receiver.
 *
 * @param kind what to do next
 * @param lastTry what is kept of it
 * @param asked how long the receiver asks to be left alone, zero if it doesn't
 */
record TryOutcome(Kind kind, LastTry lastTry, Duration asked) {
  private static final int GONE = 410;

  enum Kind {
    /** Taken. */
    DELIVERED,
    /** The receiver is up, but didn't take this one. */
    REFUSED,
    /** The receiver says: never again. */
    GONE,
    /** The receiver can't be reached, doesn't answer, or says it can't take anything now. */
    DOWN,
    /** The body couldn't be written; the receiver wasn't asked. */
    UNWRITTEN,
    /** The server is stopping, or somebody else has dealt with the callback: this was no try. */
    BROKEN_OFF
  }

  /** Says whether the receiver answered in a way only a working one does. */
  boolean receiverIsUp() {
    return switch (kind) {
      case DELIVERED, REFUSED, GONE -> true;
      case DOWN, UNWRITTEN, BROKEN_OFF -> false;
    };
  }

  static TryOutcome of(PostOutcome outcome, Instant now) {
    return switch (outcome) {
      case PostOutcome.Answered answered ->
          new TryOutcome(
              kind(answered),
              new LastTry(now, answered.status(), null, AnswerText.of(answered.bodyStart())),
              RetryAfter.read(answered.retryAfter(), now));
      case PostOutcome.Failed failed ->
          failed.kind() == FailureKind.CANCELLED
              ? brokenOff(now)
              : failed(Kind.DOWN, failed.kind().name(), now);
    };
  }

  static TryOutcome brokenOff(Instant now) {
    return failed(Kind.BROKEN_OFF, null, now);
  }

  static TryOutcome unwritten(Instant now) {
    return failed(Kind.UNWRITTEN, Kind.UNWRITTEN.name(), now);
  }

  private static TryOutcome failed(Kind kind, @Nullable String error, Instant now) {
    return new TryOutcome(kind, new LastTry(now, null, error, null), Duration.ZERO);
  }

  private static Kind kind(PostOutcome.Answered answered) {
    if (answered.delivered()) {
      return Kind.DELIVERED;
    }
    return switch (answered.status()) {
      case GONE -> Kind.GONE;
      case 429, 502, 503, 504 -> Kind.DOWN; // too many requests; nobody behind the front door
      default -> Kind.REFUSED;
    };
  }
}
