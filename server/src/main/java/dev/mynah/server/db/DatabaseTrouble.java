package dev.mynah.server.db;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
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

  /**
   * Returns what to throw in place of a writer's failure: UNAVAILABLE if it may pass, or itself.
   */
  static RuntimeException ofWriter(JdbiException failure) {
    return explained(failure, true);
  }

  /** Like {@link #ofWriter}; but a reader that is told it can't write had no business to. */
  static RuntimeException ofReader(JdbiException failure) {
    return explained(failure, false);
  }

  private static RuntimeException explained(JdbiException failure, boolean writing) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException trouble
          && mayPass(trouble)
          && (writing || !refusesWriting(trouble))) {
        return MynahException.of(
            ErrorCode.UNAVAILABLE, "The database can't be reached or written.", failure);
      }
    }
    return failure;
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
