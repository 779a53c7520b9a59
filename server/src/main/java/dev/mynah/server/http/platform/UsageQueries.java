package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.ServiceApi;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.usage.UsageOutcomes;
import dev.mynah.server.usage.UsageQuery;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which entries of usage are asked for. */
final class UsageQueries {
  private static final int SUCCESS = 200;

  private UsageQueries() {}

  /** Returns what to look for, or empty if nothing can match. */
  static Optional<UsageQuery> of(Query query, Principal caller) {
    String owner = PlatformCalls.owner(query, caller);
    List<String> applications = query.ids("application_id");
    List<String> apis = query.texts("api_id");
    Set<TaskType> types =
        apis.stream()
            .flatMap(id -> ServiceApi.withId(id).stream())
            .map(ServiceApi::type)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(TaskType.class)));
    boolean none =
        !(applications.isEmpty() || applications.contains(owner))
            || !query.texts("service_id").stream().allMatch(PlatformWire.Service::isFish)
            || (types.isEmpty() && !apis.isEmpty());
    UsageQuery asked =
        UsageQuery.all()
            .ofOwner(owner)
            .ofTokens(Set.copyOf(query.ids("credential_id")))
            .ofTypes(types)
            .ofTrace(query.text("trace_id").orElse(null))
            .within(query.time("created_at_from"), query.time("created_at_to"))
            .oldestFirst(query.oldestFirst())
            .page(query.limit(), query.offset());
    return none ? Optional.empty() : withStatus(asked, query);
  }

  private static Optional<UsageQuery> withStatus(UsageQuery asked, Query query) {
    List<String> statuses = query.texts("status_code");
    if (statuses.isEmpty()) {
      return Optional.of(asked);
    }
    boolean succeeded = statuses.contains(String.valueOf(SUCCESS));
    Set<ErrorCode> errors =
        Arrays.stream(ErrorCode.values())
            .filter(code -> statuses.contains(String.valueOf(PlatformErrors.line(code).status())))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(ErrorCode.class)));
    return succeeded || !errors.isEmpty()
        ? Optional.of(asked.withOutcomes(new UsageOutcomes(succeeded, errors)))
        : Optional.empty();
  }
}
