package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.http.wire.ServiceApi;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.usage.DailyUsage;
import dev.mynah.server.usage.UsageEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Usage as clients see it. */
final class UsageEntities {
  static final List<String> COLUMNS =
      List.of(
          "id",
          "created_at",
          "user_id",
          "application_id",
          "credential_id",
          "api_id",
          "api_path",
          "status_code",
          "error_code",
          "units",
          "deducted_amount",
          "remaining_amount",
          "elapsed",
          "task_id",
          "trace_id");

  private static final int SUCCESS = 200;
  private static final double MILLIS_A_SECOND = 1000;

  private UsageEntities() {}

  static PlatformWire.Usage entry(UsageEntry entry) {
    ServiceApi api = ServiceApi.of(entry.type());
    return new PlatformWire.Usage(
        WireIds.shown(entry.id()),
        WireIds.shown(entry.ownerId()),
        WireIds.shown(entry.ownerId()),
        WireIds.shown(entry.tokenId()),
        api.id(),
        entry.taskId(),
        statusOf(Optional.ofNullable(entry.error())),
        errorCode(entry.error()),
        entry.units(),
        entry.remaining(),
        entry.amount(),
        entry.amount(),
        entry.traceId(),
        PlatformWire.Api.of(api),
        PlatformWire.Service.FISH,
        Map.of(),
        seconds(entry),
        entry.createdAt().toString());
  }

  /** Returns a row of the table, under {@link #COLUMNS}. */
  static List<String> row(UsageEntry entry) {
    PlatformWire.Usage usage = entry(entry);
    return List.of(
        usage.id(),
        usage.createdAt(),
        usage.userId(),
        usage.applicationId(),
        usage.credentialId(),
        usage.apiId(),
        usage.api().path(),
        String.valueOf(usage.statusCode()),
        usage.errorCode() == null ? "" : usage.errorCode(),
        String.valueOf(usage.units()),
        String.valueOf(usage.deductedAmount()),
        usage.remainingAmount() == null ? "" : String.valueOf(usage.remainingAmount()),
        String.valueOf(usage.elapsed()),
        usage.taskId(),
        usage.traceId());
  }

  static PlatformWire.UsageSum sum(DailyUsage day) {
    return new PlatformWire.UsageSum(
        day.day().toString(),
        ServiceApi.of(day.type()).id(),
        day.amount(),
        day.units(),
        day.succeeded(),
        day.failed());
  }

  /** Returns what the ids in sums stand for. */
  static Map<String, PlatformWire.Api> apis() {
    return Arrays.stream(ServiceApi.values())
        .collect(Collectors.toUnmodifiableMap(ServiceApi::id, PlatformWire.Api::of));
  }

  /** Returns the status an outcome was, or would have been, answered with. */
  static int statusOf(Optional<ErrorCode> error) {
    return error.map(code -> PlatformErrors.line(code).status()).orElse(SUCCESS);
  }

  private static @Nullable String errorCode(@Nullable ErrorCode error) {
    return error == null ? null : error.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(UsageEntry entry) {
    return entry.elapsed().toMillis() / MILLIS_A_SECOND;
  }
}
