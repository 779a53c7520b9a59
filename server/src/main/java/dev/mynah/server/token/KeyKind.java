package dev.mynah.server.token;

import java.util.EnumSet;
import java.util.Set;

/** What a key is for, seen at how it begins. */
public enum KeyKind {
  /** {@code mynah-...}: any scope. */
  SERVICE,
  /** {@code platform-v1-} and 64 hex digits: looking after keys, never speech or voices. */
  PLATFORM;

  /** Returns the scopes a key of this kind may have. */
  public Set<Scope> scopes() {
    return switch (this) {
      case SERVICE -> EnumSet.allOf(Scope.class);
      case PLATFORM -> EnumSet.of(Scope.MANAGE, Scope.ADMIN);
    };
  }
}
