package dev.mynah.server.task;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.IdempotencyKeys.Subject;
import dev.mynah.server.token.Principal;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes what isn't a task under callers' own keys: the key is put down in the very transaction that
 * makes the thing, so that repeating a request makes nothing twice.
 */
public final class OnceOnly {
  private final Database database;
  private final IdempotencyKeys keys;

  public OnceOnly(Database database, IdempotencyKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  /**
   * Returns the id of what the same request made before, if anything.
   *
   * @param key what the caller calls the request, or null if it has no name
   * @throws MynahException if the key was used for another request
   */
  public Optional<String> before(@Nullable IdempotencyKey key, Principal caller) {
    return key == null
        ? Optional.empty()
        : database.read(
            transaction -> keys.find(transaction, caller.ownerId(), key).map(Subject::id));
  }

  /**
   * Makes a thing, unless the same request made it before.
   *
   * @param key what the caller calls the request, or null if it has no name
   * @param fresh the thing to be made
   * @param there whether the thing of an id, made before, is still there; if not, it is made anew
   * @param make writes the thing down
   * @return the id of what the same request made before; empty if it was made now
   * @throws MynahException if the key was used for another request
   */
  public Optional<String> make(
      @Nullable IdempotencyKey key,
      Subject fresh,
      Principal caller,
      BiPredicate<Transaction, String> there,
      Consumer<Transaction> make) {
    return database.write(
        transaction -> {
          if (key != null) {
            Subject claimed = claim(transaction, key, fresh, caller, there);
            if (!claimed.equals(fresh)) {
              return Optional.of(claimed.id());
            }
          }
          make.accept(transaction);
          return Optional.empty();
        });
  }

  private Subject claim(
      Transaction transaction,
      IdempotencyKey key,
      Subject fresh,
      Principal caller,
      BiPredicate<Transaction, String> there) {
    Subject claimed = keys.claim(transaction, caller.ownerId(), key, fresh);
    if (claimed.equals(fresh) || there.test(transaction, claimed.id())) {
      return claimed;
    }
    keys.forget(transaction, caller.ownerId(), key);
    return keys.claim(transaction, caller.ownerId(), key, fresh);
  }
}
