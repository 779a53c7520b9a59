package dev.mynah.server.db;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tells what the world did to the database (it is away, its disk is full, a deadlock was broken)
 * from what we did wrong. The first may pass, and is UNAVAILABLE; the second is a defect.
 */
final class DatabaseTrouble {
  /**
   * Classes of SQLSTATE, <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">
   * as PostgreSQL uses them</a>: connection lost, transaction broken off (deadlock), out of
   * resources, shut down or told to stop, system error.
   */
  private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");

  private static final String READ_ONLY_TRANSACTION = "25006"; // e.g. the server became a replica
  private static final String STOOD_STILL = "25P03"; // for too long within a transaction
  private static final Set<String> PASSING_STATES = Set.of(STOOD_STILL, READ_ONLY_TRANSACTION);

  private static final Set<SQLiteErrorCode> PASSING_CODES =
      Set.of(
          SQLiteErrorCode.SQLITE_BUSY,
          SQLiteErrorCode.SQLITE_LOCKED,
          SQLiteErrorCode.SQLITE_FULL,
          SQLiteErrorCode.SQLITE_IOERR,
          SQLiteErrorCode.SQLITE_READONLY,
          SQLiteErrorCode.SQLITE_CANTOPEN,
          SQLiteErrorCode.SQLITE_PERM,
          SQLiteErrorCode.SQLITE_PROTOCOL);

  private static final int PRIMARY_CODE = 0xFF; // the rest of an SQLite code says more exactly what

  private DatabaseTrouble() {}

  /** What a transaction was for: a reader that is told it can't write had no business to. */
  enum Side {
    READER,
    WRITER
  }

  /**
   * Returns what to throw in place of a failure that may have come from the database, through
   * whichever library: UNAVAILABLE if it may pass, or itself.
   */
  static RuntimeException explained(RuntimeException failure, Side side) {
    boolean passes = troubles(failure).anyMatch(trouble -> passes(trouble, side));
    return passes ? unavailable(failure) : failure;
  }

  /**
   * Like {@link #explained(RuntimeException, Side)}, for a failure within a transaction. Once the
   * pool has seen a connection break it refuses every further use of it with an exception that
   * doesn't say why, and that may be all that is left of the cause.
   */
  static RuntimeException explained(RuntimeException failure, Side side, Connection connection) {
    if (failure instanceof MynahException) {
      return failure; // the work's own word
    }
    boolean lost = troubles(failure).findAny().isPresent() && isClosed(connection);
    return lost ? unavailable(failure) : explained(failure, side);
  }

  private static Stream<SQLException> troubles(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast);
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true; // it can't even tell that
    }
  }

  private static boolean passes(SQLException trouble, Side side) {
    return mayPass(trouble) && (side == Side.WRITER || !refusesWriting(trouble));
  }

  private static MynahException unavailable(RuntimeException failure) {
    return MynahException.of(
        ErrorCode.UNAVAILABLE, "The database can't be reached or written.", failure);
  }

  private static boolean refusesWriting(SQLException trouble) {
    return trouble instanceof SQLiteException sqlite
        ? isCode(sqlite, SQLiteErrorCode.SQLITE_READONLY)
        : READ_ONLY_TRANSACTION.equals(trouble.getSQLState());
  }

  private static boolean isCode(SQLiteException failure, SQLiteErrorCode code) {
    return (failure.getResultCode().code & PRIMARY_CODE) == code.code;
  }

  private static boolean mayPass(SQLException trouble) {
    if (trouble instanceof SQLiteException sqlite) {
      return PASSING_CODES.stream().anyMatch(code -> isCode(sqlite, code));
    }
    return trouble instanceof SQLTransientException
        || trouble instanceof SQLRecoverableException
        || passing(trouble.getSQLState());
  }

  private static boolean passing(@Nullable String state) {
    return state != null
        && (PASSING_STATES.contains(state) || PASSING_CLASSES.stream().anyMatch(state::startsWith));
  }
}
