package dev.mynah.server.http.console;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import org.jspecify.annotations.Nullable;

/** Who may see and do what with keys, usage, tasks and callbacks. */
final class ManageCalls {
  private static final String EVERYBODY = "everybody";

  private ManageCalls() {}

  /** Refuses who may not look after keys. */
  static void requireManager(Principal caller) {
    if (!caller.has(Scope.ADMIN)) {
      caller.require(Scope.MANAGE);
    }
  }

  /** Refuses who may not look at tasks: whoever may make none. */
  static void requireReader(Principal caller) {
    if (!caller.has(Scope.CLONE)) {
      caller.require(Scope.SPEAK);
    }
  }

  /** Whether a caller may look at tasks. */
  static boolean reads(Principal caller) {
    return caller.has(Scope.CLONE) || caller.has(Scope.SPEAK);
  }

  /** Whether a caller may look at and look after what belongs to an owner. */
  static boolean mayAsk(Principal caller, String ownerId) {
    return caller.has(Scope.ADMIN) || caller.ownerId().equals(ownerId);
  }

  /**
   * Returns whose things are asked for: the caller's own, or null for everybody's, which is for
   * administrators.
   */
  static @Nullable String owner(Query query, Principal caller) {
    if (!query.flag(EVERYBODY)) {
      return caller.ownerId();
    }
    if (!caller.has(Scope.ADMIN)) {
      throw MynahException.of(
          ErrorCode.FORBIDDEN, "Only a key with the scope admin may ask for everybody's.");
    }
    return null;
  }
}
