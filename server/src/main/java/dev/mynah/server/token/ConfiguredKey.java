package dev.mynah.server.token;

import dev.mynah.server.audit.Actor;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/** The key from the configuration. Its row, and so its voices, stay when its secret changes. */
final class ConfiguredKey {
  static final String ID = "0".repeat(31) + "1";
  private static final Actor STARTER = Principal.operator().actor();

  private final TokenRepository tokens;
  private final TokenAudit audit;
  private final Clock clock;

  ConfiguredKey(TokenRepository tokens, TokenAudit audit, Clock clock) {
    this.tokens = tokens;
    this.audit = audit;
    this.clock = clock;
  }

  /** Makes the secret with this hash work, and the one configured before it not. */
  void install(Transaction transaction, String hash) {
    Optional<TokenSummary> same = tokens.findByHash(transaction, hash);
    if (same.isPresent() && !same.get().id().equals(ID)) {
      retire(transaction); // one of the keys made here, configured: it keeps its own rights
      return;
    }
    if (tokens.find(transaction, ID).isPresent()) {
      if (tokens.replaceKey(transaction, ID, hash)) {
        audit.rotated(transaction, STARTER, ID, Duration.ZERO);
      }
      return;
    }
    TokenSummary token =
        new TokenSummary(
            ID,
            KeyKind.SERVICE,
            Principal.OPERATOR,
            "(configured)",
            KeySettings.of("configured key", EnumSet.allOf(Scope.class)),
            0,
            0,
            Rows.stored(clock.instant()),
            null);
    tokens.insert(transaction, token, hash);
    audit.made(transaction, STARTER, token);
  }

  /** Ends the configured key, if there was one. */
  void retire(Transaction transaction) {
    if (tokens.revoke(transaction, ID, clock.instant())) {
      audit.revoked(transaction, STARTER, ID);
    }
  }
}
