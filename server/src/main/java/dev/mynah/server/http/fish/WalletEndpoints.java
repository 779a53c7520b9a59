package dev.mynah.server.http.fish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.wire.FormTree;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageHistory;
import dev.mynah.server.usage.UsageQuery;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a key can still spend, under {@code /wallet}: the wallet is the key's, not its owner's. */
public final class WalletEndpoints implements FishEndpoints {
  /**
   * What a key without a limit is said to have: more than anybody uses up, and small enough for
   * every client's whole numbers.
   */
  private static final long UNLIMITED = 1_000_000_000; // credits

  /**
   * When a key that doesn't expire is said to: clients refuse null, and 9999 breaks their dates.
   */
  private static final Instant NEVER = Instant.parse("2099-12-31T00:00:00Z");

  private static final String SELF = "self";

  private final FishCalls calls;
  private final TokenService tokens;
  private final UsageHistory usage;

  public WalletEndpoints(FishCalls calls, TokenService tokens, UsageHistory usage) {
    this.calls = calls;
    this.tokens = tokens;
    this.usage = usage;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, "/wallet/{user}/api-credit", this::credit);
    Routes.get(routes, "/wallet/{user}/package", this::box);
  }

  private void credit(Context context) {
    TokenSummary key = key(context);
    boolean asked = FormTree.ofQuery(context).flag("check_free_credit", false);
    FishCalls.send(
        context,
        200,
        new Credit(
            key.id(),
            key.ownerId(),
            Long.toString(left(key)),
            Long.toString(total(key)),
            ModelEntities.written(key.createdAt()),
            ModelEntities.written(lastUse(key)),
            false,
            asked ? (Boolean) (left(key) > 0) : null));
  }

  private void box(Context context) {
    TokenSummary key = key(context);
    Instant end = key.expiresAt() == null ? NEVER : key.expiresAt();
    FishCalls.send(
        context,
        200,
        new Box(
            key.id(),
            key.ownerId(),
            key.creditLimit() == null ? "unlimited" : "credit",
            total(key),
            left(key),
            ModelEntities.written(key.createdAt()),
            ModelEntities.written(lastUse(key)),
            ModelEntities.written(end)));
  }

  private TokenSummary key(Context context) {
    Principal caller = calls.caller(context);
    String user = context.pathParam("user");
    if (!user.equals(SELF) && !WireIds.ours(user).equals(caller.ownerId())) {
      throw MynahException.of(ErrorCode.FORBIDDEN, "This wallet belongs to another account.");
    }
    return tokens
        .find(caller.tokenId())
        .orElseThrow(
            () -> MynahException.of(ErrorCode.TOKEN_INVALID, "This key has just been deleted."));
  }

  private static long left(TokenSummary key) {
    Long left = key.creditLeft();
    return left == null ? UNLIMITED : left;
  }

  private static long total(TokenSummary key) {
    Long limit = key.creditLimit();
    return limit == null ? UNLIMITED : limit;
  }

  private Instant lastUse(TokenSummary key) {
    Optional<UsageEntry> last =
        usage.page(UsageQuery.all().ofToken(key.id()).page(1, 0)).entries().stream().findFirst();
    return last.map(UsageEntry::createdAt).orElse(key.createdAt());
  }

  /** Credit as clients read it: a decimal number in a text. */
  private record Credit(
      @JsonProperty("_id") String id,
      @JsonProperty("user_id") String userId,
      String credit,
      @JsonProperty("cumulative_top_up") String toppedUp,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt,
      @JsonProperty("has_phone_sha256") boolean hasPhone,
      @JsonInclude(JsonInclude.Include.ALWAYS) @JsonProperty("has_free_credit")
          @Nullable Boolean hasFreeCredit) {}

  /** The same as a package, in whole numbers. */
  private record Box(
      @JsonProperty("_id") String id,
      @JsonProperty("user_id") String userId,
      String type,
      long total,
      long balance,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt,
      @JsonProperty("finished_at") String finishedAt) {}
}
