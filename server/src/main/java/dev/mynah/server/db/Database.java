package dev.mynah.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The rows of the service, in an SQLite file or on PostgreSQL.
 *
 * <p>SQLite runs in WAL mode with full sync, so that what was committed survives a power cut. One
 * connection writes and takes the write lock when its transaction begins: no transaction ever
 * starts as a reader and then fails to become a writer. The others only read, and never wait for
 * the writer.
 */
public final class Database implements AutoCloseable {
  static final String SQLITE_FILE = "mynah.db";
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int POSTGRES_WRITERS = 8;
  private static final Duration CHECKPOINT_WAIT = Duration.ofMillis(100); // for readers to end

  /** A server that stands still in the middle of a transaction must not keep its locks for long. */
  private static final String BREAK_OFF_IDLE = "set idle_in_transaction_session_timeout = '15s'";

  private static final int POSTGRES_SILENCE = 120; // seconds without an answer: it is gone

  private final HikariDataSource writer;
  private final HikariDataSource reader;
  private final Jdbi writing;
  private final Jdbi reading;
  private final @Nullable DataSource migrating; // null on SQLite, where the writer does it
  private final Duration busyTimeout;

  private Database(
      HikariDataSource writer,
      HikariDataSource reader,
      @Nullable DataSource migrating,
      Duration busyTimeout) {
    this.writer = writer;
    this.reader = reader;
    this.writing = Jdbi.create(writer);
    this.reading = Jdbi.create(reader);
    this.busyTimeout = busyTimeout;
    this.migrating = migrating;
  }

  /** Migrations may take long, and hold a lock meanwhile that keeps other nodes from doing them. */
  private static DataSource migrating(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /**
   * Opens the database, making or migrating its tables first.
   *
   * @throws MynahException with UNAVAILABLE if it can't be reached, written or migrated
   */
  public static Database open(DatabaseSettings settings) {
    String url = settings.url();
    Database database = url == null ? openSqlite(settings) : openPostgres(url, settings);
    try {
      database.migrate();
    } catch (FlywayValidateException e) {
      database.close();
      throw MynahException.of(
          ErrorCode.UNAVAILABLE,
          "The database was written by another version of Mynah, probably a newer one; run that"
              + " one, or restore the backup from before the upgrade.",
          e);
    } catch (FlywayException e) {
      database.close();
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The database could not be brought up to date.", e);
    }
    return database;
  }

  private static Database openSqlite(DatabaseSettings settings) {
    Path file = settings.dataFolder().resolve(SQLITE_FILE);
    try {
      Files.createDirectories(settings.dataFolder());
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "The data folder could not be made; check its permissions.", e);
    }
    HikariDataSource writer = sqlitePool("writer", file, settings, false);
    HikariDataSource reader;
    try {
      reader = sqlitePool("reader", file, settings, true);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
    return new Database(writer, reader, null, settings.busyTimeout());
  }

  private static HikariDataSource sqlitePool(
      String name, Path file, DatabaseSettings settings, boolean readOnly) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.enforceForeignKeys(true);
    sqlite.setTempStore(SQLiteConfig.TempStore.MEMORY); // no rows in stray files
    sqlite.setBusyTimeout((int) settings.busyTimeout().toMillis());
    sqlite.setTransactionMode(
        readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file);
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("sqlite-" + name);
    pool.setDataSource(source);
    pool.setMaximumPoolSize(readOnly ? settings.readers() : 1);
    pool.setConnectionTimeout(settings.busyTimeout().toMillis());
    pool.setMaxLifetime(0);
    // What is deleted is overwritten, so that nobody finds it in the file later.
    pool.setConnectionInitSql(
        readOnly ? "PRAGMA query_only = true" : "PRAGMA secure_delete = true");
    return connect(pool);
  }

  private static Database openPostgres(String url, DatabaseSettings settings) {
    HikariDataSource writer = connect(postgresPool("writer", url, POSTGRES_WRITERS, settings));
    HikariConfig readers = postgresPool("reader", url, settings.readers(), settings);
    readers.setReadOnly(true);
    try {
      return new Database(writer, connect(readers), migrating(url), settings.busyTimeout());
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private static HikariConfig postgresPool(
      String name, String url, int size, DatabaseSettings settings) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("postgres-" + name);
    pool.setJdbcUrl(url);
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("socketTimeout", Integer.toString(POSTGRES_SILENCE));
    pool.setConnectionInitSql(BREAK_OFF_IDLE);
    pool.setMaximumPoolSize(size);
    pool.setConnectionTimeout(settings.busyTimeout().toMillis());
    return pool;
  }

  private static HikariDataSource connect(HikariConfig pool) {
    try {
      return new HikariDataSource(pool);
    } catch (RuntimeException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE,
          "The database can't be opened; check its address and permissions.",
          e);
    }
  }

  private void migrate() {
    Flyway flyway =
        Flyway.configure()
            .dataSource(migrating == null ? writer : migrating)
            .locations(
                "classpath:dev/mynah/server/db/migration",
                "classpath:dev/mynah/server/db/" + (isSqlite() ? "sqlite" : "postgresql"))
            .placeholders(
                Map.of(
                    "bytes", isSqlite() ? "blob" : "bytea",
                    "instant", isSqlite() ? "timestamp" : "timestamp with time zone"))
            .loggers("slf4j")
            .ignoreMigrationPatterns(new String[0]) // this one could not keep a newer one's rules
            .load();
    int applied = flyway.migrate().migrationsExecuted;
    if (applied > 0) {
      LOG.info("Brought the database up to date with {} migration(s)", applied);
    }
  }

  /**
   * Runs work in one transaction that may write. It commits when the work returns and rolls back
   * when it throws. On SQLite one such transaction runs at a time: keep it short, and never start
   * another inside it.
   *
   * @throws MynahException with UNAVAILABLE if the database is away, full, or broke a deadlock;
   *     when the connection is lost during the commit, the work may have been committed
   *     nevertheless
   */
  public <T> T write(Function<Transaction, T> work) {
    List<Runnable> afterCommit = new ArrayList<>();
    T result =
        transact(
            writing,
            DatabaseTrouble.Side.WRITER,
            transaction -> {
              T made = work.apply(transaction);
              afterCommit.addAll(transaction.afterCommit());
              return made;
            });
    afterCommit.forEach(Runnable::run); // without the connection: the actions may want one
    return result;
  }

  private static <T> T transact(
      Jdbi connections, DatabaseTrouble.Side side, Function<Transaction, T> work) {
    try (Handle handle = connections.open()) {
      try {
        return handle.inTransaction(ignored -> work.apply(new Transaction(handle)));
      } catch (RuntimeException e) {
        throw DatabaseTrouble.explained(e, side, handle.getConnection());
      }
    } catch (JdbiException e) {
      throw DatabaseTrouble.explained(e, side);
    }
  }

  /** Like {@link #write}, for work without a result. */
  public void writing(Consumer<Transaction> work) {
    Optional<Object> unused =
        write(
            transaction -> {
              work.accept(transaction);
              return Optional.empty();
            });
  }

  /**
   * Runs work that only reads, on one consistent state of the rows.
   *
   * @throws MynahException with UNAVAILABLE if the database is away
   */
  public <T> T read(Function<Transaction, T> work) {
    return transact(reading, DatabaseTrouble.Side.READER, work);
  }

  /**
   * Sees to it that what committed transactions deleted can't be found on the disk any more. SQLite
   * keeps what pages held before in its log until that is emptied, which takes a moment in which
   * nobody reads an older state. PostgreSQL overwrites what was deleted by itself, in time.
   *
   * @param limit how long to try
   * @return whether it was done
   */
  public boolean emptyLog(Duration limit) {
    if (!isSqlite()) {
      return true;
    }
    long deadline = System.nanoTime() + limit.toNanos();
    try (Handle handle = writing.open()) {
      handle.execute("PRAGMA busy_timeout = " + CHECKPOINT_WAIT.toMillis());
      try {
        boolean emptied = emptyLog(handle);
        while (!emptied && System.nanoTime() - deadline < 0) {
          emptied = emptyLog(handle);
        }
        return emptied;
      } finally {
        handle.execute("PRAGMA busy_timeout = " + busyTimeout.toMillis());
      }
    }
  }

  private static boolean emptyLog(Handle handle) {
    return handle
        .createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
        .map((row, context) -> row.getInt("busy") == 0)
        .one();
  }

  /** Returns whether this is SQLite: one writer, one server to a data folder. */
  public boolean isSqlite() {
    return migrating == null;
  }

  /** Returns the connections that may write, for libraries that bring their own SQL. */
  public DataSource writerSource() {
    return writer;
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
