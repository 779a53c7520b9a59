package dev.mynah.server.token;

import dev.mynah.server.audit.Actor;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.db.Transaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes changes of keys into the audit log: limits and rights, never a name or a secret. */
final class TokenAudit {
  private final AuditLog log;

  TokenAudit(AuditLog log) {
    this.log = log;
  }

  void made(Transaction transaction, Actor actor, TokenSummary token) {
    Map<String, String> detail = new LinkedHashMap<>();
    detail.put("owner", token.ownerId());
    detail.put("scopes", Scope.written(token.scopes()));
    putIfSet(detail, "expires_at", token.expiresAt());
    putIfSet(detail, "concurrency", token.concurrency());
    putIfSet(detail, "credit_limit", token.creditLimit());
    log.record(transaction, actor, "token.create", Subject.token(token.id()), detail);
  }

  void rotated(Transaction transaction, Actor actor, String id, Duration grace) {
    Map<String, Long> detail = Map.of("grace_seconds", grace.toSeconds());
    log.record(transaction, actor, "token.rotate", Subject.token(id), detail);
  }

  void revoked(Transaction transaction, Actor actor, String id) {
    log.record(transaction, actor, "token.revoke", Subject.token(id), Map.of());
  }

  /** Writes the new value of everything that differs. */
  void changed(
      Transaction transaction, Actor actor, String action, TokenSummary before, KeySettings after) {
    Map<String, String> detail = new LinkedHashMap<>();
    if (!before.name().equals(after.name())) {
      detail.put("name", "changed");
    }
    if (!before.scopes().equals(after.scopes())) {
      detail.put("scopes", Scope.written(after.scopes()));
    }
    putIfChanged(detail, "expires_at", before.expiresAt(), after.expiresAt());
    putIfChanged(detail, "concurrency", before.concurrency(), after.concurrency());
    putIfChanged(detail, "credit_limit", before.creditLimit(), after.creditLimit());
    log.record(transaction, actor, action, Subject.token(before.id()), detail);
  }

  private static void putIfSet(Map<String, String> detail, String name, @Nullable Object value) {
    if (value != null) {
      detail.put(name, value.toString());
    }
  }

  private static void putIfChanged(
      Map<String, String> detail, String name, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      detail.put(name, after == null ? "none" : after.toString());
    }
  }
}
