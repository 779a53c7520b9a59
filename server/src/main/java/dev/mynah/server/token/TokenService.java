package dev.mynah.server.token;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, checks and revokes API keys. */
public interface TokenService {

  /**
   * Returns who is calling.
   *
   * @param bearer the key as sent, without the word Bearer, or null if none was
   * @throws dev.mynah.server.failure.MynahException with TOKEN_MISSING, TOKEN_INVALID or
   *     TOKEN_EXPIRED
   */
  Principal authenticate(@Nullable String bearer);

  /** Makes a key. The secret is in the answer and nowhere else. */
  IssuedToken issue(NewToken order);

  /** Returns all keys, the newest first. */
  List<TokenSummary> list();

  /** Ends a key; returns whether there was one that still worked. */
  boolean revoke(String id);

  /**
   * Makes sure that somebody can call: installs the configured key, or makes one when there is none
   * at all.
   *
   * @param configuredToken the operator's own key, or null
   * @return the key made, to be shown once; empty when one was configured or existed
   */
  Optional<IssuedToken> ensureFirst(@Nullable String configuredToken);
}
