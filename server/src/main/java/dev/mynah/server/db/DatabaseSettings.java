package dev.mynah.server.db;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows live.
 *
 * @param url {@code jdbc:postgresql://...}, or null for an SQLite file in the data folder
 * @param dataFolder folder of the SQLite file, made if absent
 * @param readers connections that read at the same time, 1 or more
 * @param busyTimeout how long work waits for a connection, or for another process that is writing
 */
public record DatabaseSettings(
    @Nullable String url, Path dataFolder, int readers, Duration busyTimeout) {
  private static final int DEFAULT_READERS = 4;
  private static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(30);

  public DatabaseSettings {
    if (url != null && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "The database URL must start with jdbc:postgresql: or be left out for SQLite.");
    }
    if (readers < 1) {
      throw new IllegalArgumentException("readers must be at least 1: " + readers);
    }
  }

  /** SQLite in {@code dataFolder}. */
  public static DatabaseSettings inFolder(Path dataFolder) {
    return new DatabaseSettings(null, dataFolder, DEFAULT_READERS, DEFAULT_BUSY_TIMEOUT);
  }

  /** The database at {@code url}, or SQLite in {@code dataFolder} when it is null. */
  public static DatabaseSettings of(@Nullable String url, Path dataFolder) {
    return new DatabaseSettings(url, dataFolder, DEFAULT_READERS, DEFAULT_BUSY_TIMEOUT);
  }

  /** Returns these settings with another time to wait for the database. */
  public DatabaseSettings withBusyTimeout(Duration busyTimeout) {
    return new DatabaseSettings(url, dataFolder, readers, busyTimeout);
  }
}
