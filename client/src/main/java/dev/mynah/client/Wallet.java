package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the key can still spend, and what it has used. */
public final class Wallet {
  private static final int PAGE = 100;

  private final Wire wire;

  Wallet(Wire wire) {
    this.wire = wire;
  }

  /**
   * What the key can still spend.
   *
   * @param left in the service's credits; a key of Mynah without a limit shows 1,000,000,000
   * @param total ever given to it
   */
  public record Credit(BigDecimal left, BigDecimal total) {}

  /**
   * One use of the service.
   *
   * @param id of the entry
   * @param path of the call, such as {@code /fish/tts}
   * @param status HTTP status it was answered with
   * @param units how much there was to do, such as bytes of text
   * @param cost in credits
   * @param traceId of the call; empty if not told
   * @param at when
   */
  public record Use(
      String id,
      String path,
      int status,
      long units,
      BigDecimal cost,
      String traceId,
      @Nullable Instant at) {}

  /** Returns what the key can still spend. At Mynah and Fish Audio. */
  public Credit credit() {
    wire.service().require(Capability.WALLET);
    JsonNode answer = wire.ask(Call.get(wire.url("/wallet/self/api-credit")));
    return new Credit(amount(answer, "credit"), amount(answer, "cumulative_top_up"));
  }

  /**
   * Lists what was used, the newest first, asking for a page whenever the last one is used up. At
   * Mynah, with a key that has the scope {@code manage}.
   *
   * @param from not before, or null
   * @param to not after, or null; a list that grows while it is read shows entries twice without it
   */
  public Stream<Use> usage(@Nullable Instant from, @Nullable Instant to) {
    wire.service().require(Capability.USAGE);
    return Paging.stream(page -> page(from, to, page));
  }

  private Page<Use> page(@Nullable Instant from, @Nullable Instant to, int number) {
    String times =
        (from == null ? "" : "&created_at_from=" + Wire.segment(from.toString()))
            + (to == null ? "" : "&created_at_to=" + Wire.segment(to.toString()));
    int offset = (number - 1) * PAGE;
    JsonNode answer =
        wire.ask(
            Call.get(wire.url("/api/v1/usage/apis/?limit=" + PAGE + "&offset=" + offset + times)));
    List<Use> uses = new ArrayList<>();
    answer.path("results").forEach(each -> uses.add(use(each)));
    return new Page<>(
        uses, answer.path("count").asLong(), offset + PAGE < answer.path("count").asLong());
  }

  private static Use use(JsonNode node) {
    return new Use(
        Json.textOr(node, "id", ""),
        Json.textOr(node.path("api"), "path", ""),
        node.path("status_code").asInt(),
        node.path("units").asLong(),
        amount(node, "deducted_amount"),
        Json.textOr(node, "trace_id", ""),
        Json.time(node, "created_at"));
  }

  private static BigDecimal amount(JsonNode node, String field) {
    try {
      return new BigDecimal(Json.textOr(node, field, "0"));
    } catch (NumberFormatException e) {
      throw UnexpectedAnswerException.of(field + " isn't a number.");
    }
  }
}
