package dev.mynah.server.db;

import java.security.SecureRandom;
import java.util.Base64;

/** Random keys made once and kept in the database, so that every server on it shares them. */
public final class Secrets {
  private static final int KEY_BYTES = 32;

  private final Database database;
  private final SecureRandom random;

  public Secrets(Database database, SecureRandom random) {
    this.database = database;
    this.random = random;
  }

  /** Returns the key of this name, 32 bytes, made now if there is none. */
  public byte[] key(String name) {
    byte[] fresh = new byte[KEY_BYTES];
    random.nextBytes(fresh);
    String stored =
        database.write(
            transaction -> {
              transaction
                  .handle()
                  .createUpdate(
                      "insert into setting (name, value) values (:name, :value)"
                          + " on conflict (name) do nothing")
                  .bind("name", name)
                  .bind("value", Base64.getEncoder().encodeToString(fresh))
                  .execute();
              return transaction
                  .handle()
                  .createQuery("select value from setting where name = :name")
                  .bind("name", name)
                  .mapTo(String.class)
                  .one();
            });
    return Base64.getDecoder().decode(stored);
  }
}
