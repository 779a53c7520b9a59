package dev.mynah.server.http.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.http.wire.ServiceApi;
import dev.mynah.server.http.wire.WireIds;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bodies as they go over the wire. Fields of the service this dialect comes from are always there,
 * null or constant where there is nothing of the kind here: clients read them unasked.
 */
final class PlatformWire {
  private PlatformWire() {}

  /** A part of a list, under both names it goes by. */
  record Page<T>(long count, List<T> results, List<T> items) {
    static <T> Page<T> of(long count, List<T> entries) {
      return new Page<>(count, entries, entries);
    }
  }

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record PlatformToken(
      String id,
      @JsonProperty("user_id") String userId,
      String token,
      List<String> scopes,
      @Nullable String expiration,
      @JsonProperty("used_at") @Nullable String usedAt,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt) {}

  /** Who a key stands for. */
  record Subject(String id, @JsonProperty("user_id") String userId, List<String> permissions) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Application(
      String id,
      @JsonProperty("user_id") String userId,
      @JsonProperty("service_id") String serviceId,
      String type,
      String scope,
      @JsonProperty("remaining_amount") @Nullable Long remainingAmount,
      @JsonProperty("used_amount") long usedAmount,
      boolean paid,
      boolean disabled,
      @JsonProperty("allow_consume_global") boolean allowConsumeGlobal,
      @JsonProperty("expired_at") @Nullable String expiredAt,
      List<Credential> credentials,
      List<String> packages,
      Service service,
      List<String> tags,
      Map<String, String> metadata,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Credential(
      String id,
      @JsonProperty("user_id") String userId,
      @JsonProperty("application_id") String applicationId,
      String type,
      String name,
      String token,
      @Nullable String username,
      @Nullable String password,
      @Nullable String host,
      List<String> scopes,
      @JsonProperty("limited_amount") @Nullable Long limitedAmount,
      @JsonProperty("used_amount") long usedAmount,
      @JsonProperty("remaining_amount") @Nullable Long remainingAmount,
      @JsonProperty("expired_at") @Nullable String expiredAt,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt) {}

  record Deleted(String id, boolean deleted) {}

  record Service(String id, String alias, String name, String title, String type) {
    static final Service FISH =
        new Service("caf99abc-ddcf-4714-b2a5-862d9b469509", "fish", "Fish", "Fish", "Api");

    /** Whether an id or a name means the one service there is. */
    static boolean isFish(String given) {
      return WireIds.ours(given).equals(WireIds.ours(FISH.id))
          || given.strip().equalsIgnoreCase(FISH.alias);
    }
  }

  record Api(
      String id,
      String name,
      String title,
      String path,
      @JsonProperty("service_id") String serviceId) {
    static Api of(ServiceApi api) {
      return new Api(api.id(), api.title(), api.title(), api.path(), Service.FISH.id());
    }
  }

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Usage(
      String id,
      @JsonProperty("user_id") String userId,
      @JsonProperty("application_id") String applicationId,
      @JsonProperty("credential_id") String credentialId,
      @JsonProperty("api_id") String apiId,
      @JsonProperty("task_id") String taskId,
      @JsonProperty("status_code") int statusCode,
      @JsonProperty("error_code") @Nullable String errorCode,
      long units,
      @JsonProperty("remaining_amount") @Nullable Long remainingAmount,
      @JsonProperty("used_amount") long usedAmount,
      @JsonProperty("deducted_amount") long deductedAmount,
      @JsonProperty("trace_id") String traceId,
      Api api,
      Service service,
      Map<String, String> metadata,
      double elapsed,
      @JsonProperty("created_at") String createdAt) {}

  record UsageSum(
      String date,
      @JsonProperty("api_id") String apiId,
      long amount,
      long units,
      long succeeded,
      long failed) {}

  /** Sums, under every name clients read them by. */
  record UsageSums(
      List<UsageSum> results,
      List<UsageSum> items,
      long count,
      long total,
      @JsonProperty("api_map") Map<String, Api> apiMap,
      Map<String, Api> apis) {}

  record File(
      String id,
      String url,
      @JsonProperty("file_url") String fileUrl,
      String name,
      long size,
      @JsonProperty("content_type") String contentType,
      @JsonProperty("expired_at") String expiredAt) {}

  record Model(
      String id,
      String object,
      String name,
      String type,
      @JsonProperty("service_id") String service) {}

  record Config(Service service, List<Api> apis, Limits limits) {}

  record Limits(
      @JsonProperty("max_text_characters") int maxTextCharacters,
      @JsonProperty("max_file_bytes") long maxFileBytes,
      @JsonProperty("max_own_file_bytes") long maxOwnFileBytes,
      @JsonProperty("file_lifetime_seconds") long fileLifetimeSeconds) {}
}
