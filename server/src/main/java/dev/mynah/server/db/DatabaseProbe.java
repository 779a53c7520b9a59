package dev.mynah.server.db;

/** Writes something that means nothing, to see that something could be written. */
public final class DatabaseProbe {
  private final Database database;

  public DatabaseProbe(Database database) {
    this.database = database;
  }

  /**
   * Commits a transaction that writes.
   *
   * @throws RuntimeException if the database is away, locked, full or read-only
   */
  public void write() {
    database.writing(
        transaction -> {
          if (database.isSqlite()) {
            // A number in the head of the file that SQLite leaves to its users.
            int version =
                transaction.handle().createQuery("pragma user_version").mapTo(Integer.class).one();
            transaction.handle().execute("pragma user_version = " + (version + 1) % 2);
          } else {
            // Refused by a server that only reads; otherwise the commit is written down.
            transaction.handle().createQuery("select txid_current()").mapTo(Long.class).one();
          }
        });
  }
}
