package dev.mynah.server.token;

import dev.mynah.server.audit.Actor;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who is calling.
 *
 * @param ownerId whom voices and tasks made by this caller belong to; keys may share an owner
 * @param tokenId the key that was shown
 * @param scopes what it may do
 */
public record Principal(String ownerId, String tokenId, Set<Scope> scopes) {
  /** Owner of the preset voices. */
  public static final String SYSTEM = "0".repeat(32);

  /** Owner of the first and the configured key, and of what commands on the data folder make. */
  public static final String OPERATOR = "0".repeat(31) + "1";

  /** Whoever shows no key: sees what everybody may see. */
  public static final Principal ANONYMOUS = new Principal("", "", Set.of());

  public Principal {
    scopes = Set.copyOf(scopes);
  }

  /** Whoever can use the data folder itself: commands. May do everything with its own things. */
  public static Principal operator() {
    return new Principal(OPERATOR, OPERATOR, EnumSet.allOf(Scope.class));
  }

  /** Returns this caller as the audit log names it. */
  public Actor actor() {
    return new Actor(ownerId, tokenId);
  }

  /** Whether this caller may do what {@code scope} names. */
  public boolean has(Scope scope) {
    return scopes.contains(scope);
  }

  /**
   * Refuses a caller without the scope.
   *
   * @throws MynahException with {@link ErrorCode#SCOPE_MISSING}
   */
  public void require(Scope scope) {
    if (!has(scope)) {
      throw MynahException.of(
          ErrorCode.SCOPE_MISSING,
          "This key lacks the scope \"" + scope.written() + "\"; use a key that has it.");
    }
  }
}
