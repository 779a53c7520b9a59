package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.token.Principal;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageHistory;
import dev.mynah.server.usage.UsagePage;
import dev.mynah.server.usage.UsageQuery;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /usage/apis/}: what keys have used, entry by entry, summed up, and as a table. */
final class UsageEndpoints {
  private static final int EXPORT_PAGE = UsageQuery.MAX_LIMIT;
  private static final int MAX_EXPORT = 100_000; // rows

  private final PlatformCalls calls;
  private final UsageHistory usage;
  private final Clock clock;

  UsageEndpoints(PlatformCalls calls, UsageHistory usage, Clock clock) {
    this.calls = calls;
    this.usage = usage;
    this.clock = clock;
  }

  void addRoutes(RoutesConfig routes, String root) {
    Routes.get(routes, root + "/usage/apis", this::list);
    Routes.get(routes, root + "/usage/apis/aggregate", this::aggregate);
    Routes.get(routes, root + "/usage/apis/status-codes", this::statusCodes);
    Routes.get(routes, root + "/usage/apis/export", this::export);
    Routes.get(routes, root + "/usage/apis/{id}", this::show);
  }

  private void list(Context context) {
    Query query = new Query(context);
    Optional<UsageQuery> asked = UsageQueries.of(query, calls.manager(context));
    UsagePage page = asked.map(usage::page).orElseGet(() -> new UsagePage(List.of(), 0));
    PlatformCalls.send(
        context,
        200,
        PlatformWire.Page.of(
            page.total(), page.entries().stream().map(UsageEntities::entry).toList()));
  }

  private void show(Context context) {
    Principal caller = calls.manager(context);
    UsageEntry entry =
        usage
            .find(WireIds.ours(context.pathParam("id")))
            .filter(found -> PlatformCalls.mayAsk(caller, found.ownerId()))
            .orElseThrow(
                () -> MynahException.of(ErrorCode.NOT_FOUND, "There is no such usage record."));
    PlatformCalls.send(context, 200, UsageEntities.entry(entry));
  }

  private void aggregate(Context context) {
    Query query = new Query(context);
    List<PlatformWire.UsageSum> sums =
        UsageQueries.of(query, calls.manager(context)).map(usage::byDay).orElse(List.of()).stream()
            .map(UsageEntities::sum)
            .toList();
    Map<String, PlatformWire.Api> apis = UsageEntities.apis();
    long total = sums.stream().mapToLong(PlatformWire.UsageSum::amount).sum();
    PlatformCalls.send(
        context, 200, new PlatformWire.UsageSums(sums, sums, sums.size(), total, apis, apis));
  }

  private void statusCodes(Context context) {
    Query query = new Query(context);
    List<Integer> codes =
        UsageQueries.of(query, calls.manager(context))
            .map(usage::outcomes)
            .orElse(List.of())
            .stream()
            .map(UsageEntities::statusOf)
            .distinct()
            .sorted()
            .toList();
    PlatformCalls.send(context, 200, PlatformWire.Page.of(codes.size(), codes));
  }

  private void export(Context context) throws IOException {
    Query query = new Query(context);
    Optional<UsageQuery> asked = UsageQueries.of(query, calls.manager(context));
    Optional<UsageQuery> rows = asked.map(this::upToNow);
    UsagePage first = page(rows, 0);
    if (first.total() > MAX_EXPORT) {
      throw Query.wrong(
          "created_at_from",
          "must be later: "
              + first.total()
              + " rows are asked for, and a table holds at most "
              + MAX_EXPORT);
    }
    context.contentType("text/csv; charset=utf-8; header=present");
    context.header("Content-Disposition", "attachment; filename=\"usage.csv\"");
    OutputStream out = context.outputStream();
    out.write(bytes(UsageEntities.COLUMNS));
    UsagePage page = first;
    for (int offset = EXPORT_PAGE; !page.entries().isEmpty(); offset += EXPORT_PAGE) {
      for (UsageEntry entry : page.entries()) {
        out.write(bytes(UsageEntities.row(entry)));
      }
      page = page(rows, offset);
    }
  }

  private UsagePage page(Optional<UsageQuery> rows, int offset) {
    return rows.map(query -> usage.page(query.page(EXPORT_PAGE, offset)))
        .orElseGet(() -> new UsagePage(List.of(), 0));
  }

  /** Bounds the time: what is written while the pages are read would move them. */
  private UsageQuery upToNow(UsageQuery query) {
    Instant now = clock.instant();
    return query.to() == null || query.to().isAfter(now) ? query.within(query.from(), now) : query;
  }

  private static byte[] bytes(List<String> row) {
    return Csv.row(row).getBytes(StandardCharsets.UTF_8);
  }
}
