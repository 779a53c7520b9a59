package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.fetch.PostOutcome;
import dev.mynah.server.webhook.WebhookDelivery.LastTry;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries a callback once: writes its body, signs it, posts it. */
final class CallbackSender {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackSender.class);

  private final Database database;
  private final WebhookRepository deliveries = new WebhookRepository();
  private final CallbackWriter writer;
  private final WebhookSecrets secrets;
  private final OutboundPost post;
  private final Clock clock;

  CallbackSender(
      Database database,
      CallbackWriter writer,
      WebhookSecrets secrets,
      OutboundPost post,
      Clock clock) {
    this.database = database;
    this.writer = writer;
    this.secrets = secrets;
    this.post = post;
    this.clock = clock;
  }

  /**
   * A callback and what became of it.
   *
   * @param delivery as it was before the try
   * @param outcome of the try
   * @param startedAt when it was made
   * @param took how long the receiver had us wait
   * @param signature as sent, null if nothing was
   */
  record Tried(
      WebhookDelivery delivery,
      TryOutcome outcome,
      Instant startedAt,
      Duration took,
      @Nullable String signature) {
    private static Tried untold(WebhookDelivery delivery, TryOutcome outcome) {
      return new Tried(delivery, outcome, outcome.lastTry().at(), Duration.ZERO, null);
    }

    /** Returns what is kept of it. */
    WebhookTry kept() {
      LastTry end = outcome.lastTry();
      return new WebhookTry(
          delivery.attempts() + 1,
          startedAt,
          took,
          signature,
          end.status(),
          end.error(),
          end.answer());
    }
  }

  /**
   * Tries a callback.
   *
   * @param id the callback, which waits
   * @param stopping breaks the try off
   */
  Tried attempt(String id, CancelSignal stopping) {
    WebhookDelivery delivery =
        database.read(transaction -> deliveries.find(transaction, id)).orElseThrow();
    if (delivery.state() != State.PENDING) {
      return Tried.untold(delivery, TryOutcome.brokenOff(clock.instant()));
    }
    byte[] body;
    try {
      body = writer.body(delivery).getBytes(UTF_8);
    } catch (MynahException e) {
      throw e; // our own trouble, not the callback's: the lane comes again
    } catch (RuntimeException e) {
      LOG.error("The body of callback {} can't be written", id, e);
      return Tried.untold(delivery, TryOutcome.unwritten(clock.instant()));
    }
    Instant startedAt = clock.instant();
    Map<String, String> headers =
        WebhookSignature.headers(id, startedAt, body, secrets.active(delivery.origin().tokenId()));
    long start = System.nanoTime();
    PostOutcome outcome = post.post(delivery.url(), body, headers, stopping);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Tried(
        delivery,
        TryOutcome.of(outcome, clock.instant()),
        startedAt,
        took,
        headers.get(WebhookSignature.SIGNATURE));
  }

  /** Writes the bodies of callbacks that are given up untried, so that they can be replayed. */
  void writeBody(String id) {
    WebhookDelivery delivery =
        database.read(transaction -> deliveries.find(transaction, id)).orElseThrow();
    try {
      String unused = writer.body(delivery);
    } catch (MynahException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      LOG.error("The body of callback {} can't be written", id, e);
    } catch (RuntimeException e) {
      LOG.error("The body of callback {} can't be written", id, e);
    }
  }
}
