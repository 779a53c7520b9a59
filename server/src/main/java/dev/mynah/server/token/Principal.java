package dev.mynah.server.token;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Who is calling.
 *
 * @param ownerId whom voices and tasks made by this caller belong to; keys may share an owner
 * @param tokenId the key that was shown
 * @param scopes what it may do
 */
public record Principal(String ownerId, String tokenId, Set<Scope> scopes) {
  /** Owner of the preset voices and of everything the server does on its own account. */
  public static final String SYSTEM_OWNER = "system";

  public Principal {
    scopes = Set.copyOf(scopes);
  }

  /** The server itself, and commands on its data folder: sees and may do everything. */
  public static Principal system() {
    return new Principal(SYSTEM_OWNER, SYSTEM_OWNER, EnumSet.allOf(Scope.class));
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
          "This key lacks the scope \""
              + scope.name().toLowerCase(Locale.ROOT)
              + "\"; use a key that has it.");
    }
  }
}
