package dev.mynah.server.http.console;

import dev.mynah.server.http.wire.ServiceApi;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import dev.mynah.server.usage.UsageShare;
import dev.mynah.server.webhook.WebhookDelivery;
import dev.mynah.server.webhook.WebhookSecret;
import dev.mynah.server.webhook.WebhookTry;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what the pages see of what the services know. */
final class ManageEntities {
  private ManageEntities() {}

  static ManageWire.Key key(
      TokenSummary key, String callersKey, @Nullable Instant lastUse, Instant now) {
    return new ManageWire.Key(
        WireIds.shown(key.id()),
        lower(key.kind()),
        WireIds.shown(key.ownerId()),
        key.name(),
        key.prefix(),
        key.scopes().stream().sorted().map(Scope::written).toList(),
        state(key, now),
        key.id().equals(callersKey),
        key.configured(),
        key.concurrency(),
        new ManageWire.Credit(
            key.creditLimit(), key.creditUsed(), key.creditReserved(), key.creditLeft()),
        key.createdAt().toString(),
        written(key.expiresAt()),
        written(key.revokedAt()),
        written(lastUse));
  }

  private static String state(TokenSummary key, Instant now) {
    if (key.revokedAt() != null) {
      return "revoked";
    }
    return key.worksAt(now) ? "working" : "expired";
  }

  static ManageWire.SigningSecrets secrets(String keyId, List<WebhookSecret> secrets) {
    return new ManageWire.SigningSecrets(
        WireIds.shown(keyId),
        secrets.stream()
            .map(
                secret ->
                    new ManageWire.SigningSecret(
                        secret.text(), secret.createdAt().toString(), written(secret.retiresAt())))
            .toList());
  }

  static ManageWire.Share share(UsageShare share) {
    return new ManageWire.Share(
        share.day().toString(),
        WireIds.shown(share.tokenId()),
        lower(share.type()),
        share.error() == null ? null : lower(share.error()),
        share.requests(),
        share.units(),
        share.amount());
  }

  static ManageWire.Api api(TaskType type) {
    ServiceApi api = ServiceApi.of(type);
    return new ManageWire.Api(api.id(), lower(type), api.title(), api.path(), unit(type));
  }

  /** Returns what the units of work count. */
  static String unit(TaskType type) {
    return switch (type) {
      case FISH_TTS, AUDIOS, TTS_STREAM, TTS_LIVE, OPENAI_SPEECH -> "bytes";
      case VOICES, FISH_MODEL_CREATE, MODEL_CREATE, VOICE_DESIGN, OPENAI_VOICE -> "voices";
      case ASR, OPENAI_TRANSCRIPTION -> "seconds";
    };
  }

  static ManageWire.Callback callback(WebhookDelivery delivery) {
    boolean pending = delivery.state() == WebhookDelivery.State.PENDING;
    WebhookDelivery.Origin origin = delivery.origin();
    return new ManageWire.Callback(
        delivery.id(),
        lower(delivery.state()),
        origin.taskId(),
        origin.traceId(),
        lower(origin.type()),
        WireIds.shown(origin.tokenId()),
        WireIds.shown(origin.ownerId()),
        delivery.url(),
        host(delivery),
        delivery.attempts(),
        delivery.createdAt().toString(),
        written(delivery.finishedAt()),
        pending ? delivery.nextAt().toString() : null,
        delivery.expiresAt().toString(),
        lastTry(delivery.lastTry()));
  }

  /** Returns host and port of the receiver: {@code receiver} has the scheme before them. */
  private static String host(WebhookDelivery delivery) {
    String receiver = delivery.receiver();
    try {
      URI uri = new URI(receiver.isEmpty() ? delivery.url() : receiver);
      String authority = uri.getRawAuthority();
      return authority == null ? receiver : authority;
    } catch (URISyntaxException e) {
      return receiver; // an old row; it is only shown
    }
  }

  private static ManageWire.@Nullable LastTry lastTry(WebhookDelivery.@Nullable LastTry last) {
    return last == null
        ? null
        : new ManageWire.LastTry(
            last.at().toString(), last.status(), lowered(last.error()), last.answer());
  }

  /** Returns a try with the headers that were sent; none if nothing was. */
  static ManageWire.Try attempt(String deliveryId, WebhookTry made) {
    Map<String, String> headers = new LinkedHashMap<>();
    String signature = made.signature();
    if (signature != null) {
      headers.put("webhook-id", deliveryId);
      headers.put("webhook-timestamp", Long.toString(made.startedAt().getEpochSecond()));
      headers.put("webhook-signature", signature);
    }
    return new ManageWire.Try(
        made.number(),
        made.startedAt().toString(),
        made.took().toMillis(),
        made.status(),
        lowered(made.error()),
        made.answer(),
        headers);
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable String written(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable String lowered(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
