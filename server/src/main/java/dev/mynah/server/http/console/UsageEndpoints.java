package dev.mynah.server.http.console;

import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import dev.mynah.server.usage.UsageHistory;
import dev.mynah.server.usage.UsageQuery;
import dev.mynah.server.usage.UsageShare;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What keys have used, day by day, fine enough for every chart of the page at once. */
public final class UsageEndpoints implements ConsoleEndpoints {
  private static final int USUAL_DAYS = 30;
  private static final int MAX_DAYS = 400;

  private final ConsoleCalls calls;
  private final TokenService tokens;
  private final UsageHistory usage;
  private final Clock clock;

  public UsageEndpoints(ConsoleCalls calls, TokenService tokens, UsageHistory usage, Clock clock) {
    this.calls = calls;
    this.tokens = tokens;
    this.usage = usage;
    this.clock = clock;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, "/console/api/usage", this::shares);
  }

  private void shares(Context context) {
    Principal caller = calls.caller(context);
    ManageCalls.requireManager(caller);
    Query query = new Query(context);
    String owner = ManageCalls.owner(query, caller);
    LocalDate to = day(query, "to", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    LocalDate from = day(query, "from", to.minusDays(USUAL_DAYS - 1L));
    if (from.isAfter(to)) {
      throw Query.wrong("from", "must not be after to");
    }
    if (ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
      throw Query.wrong("from", "must be less than " + MAX_DAYS + " days before to");
    }
    TaskType type = query.choice("api", TaskType.class);
    List<UsageShare> shares =
        usage.shares(
            UsageQuery.all()
                .ofOwner(owner)
                .ofTokens(Set.copyOf(query.ids("key")))
                .ofTypes(type == null ? Set.of() : EnumSet.of(type))
                .within(start(from), start(to.plusDays(1))));
    ConsoleCalls.send(
        context,
        200,
        new ManageWire.Usage(
            from.toString(),
            to.toString(),
            shares.stream().map(ManageEntities::share).toList(),
            names(owner, shares),
            apis(shares)));
  }

  private static LocalDate day(Query query, String name, LocalDate whenAbsent) {
    Instant time = query.time(name);
    return time == null ? whenAbsent : LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Returns what the keys in the rows are called; one that was never kept here has no name. */
  private Map<String, String> names(@Nullable String owner, List<UsageShare> shares) {
    Set<String> used = shares.stream().map(UsageShare::tokenId).collect(Collectors.toSet());
    Map<String, String> names = new LinkedHashMap<>();
    for (TokenSummary key : owner == null ? tokens.list() : tokens.list(owner)) {
      if (used.contains(key.id())) {
        names.put(WireIds.shown(key.id()), key.name());
      }
    }
    return names;
  }

  private static Map<String, ManageWire.Api> apis(List<UsageShare> shares) {
    Map<String, ManageWire.Api> apis = new LinkedHashMap<>();
    shares.stream()
        .map(UsageShare::type)
        .distinct()
        .sorted()
        .forEach(type -> apis.put(ManageEntities.lower(type), ManageEntities.api(type)));
    return apis;
  }
}
