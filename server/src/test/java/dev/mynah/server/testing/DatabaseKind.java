package dev.mynah.server.testing;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The databases every repository must work on. */
public enum DatabaseKind {
  SQLITE {
    @Override
    public DatabaseSettings settings(Path folder) {
      return DatabaseSettings.inFolder(folder);
    }
  },
  POSTGRES {
    @Override
    public DatabaseSettings settings(Path folder) {
      String name = "t" + Integer.toHexString(folder.toString().hashCode());
      createIfAbsent(name);
      return DatabaseSettings.of(Server.POSTGRES.getJdbcUrl("postgres", name), folder);
    }
  };

  /** Returns how to open the database that belongs to a folder: the same for the same folder. */
  public abstract DatabaseSettings settings(Path folder);

  /** Opens the database that belongs to a folder. */
  public Database open(Path folder) {
    return Database.open(settings(folder));
  }

  private static void createIfAbsent(String name) {
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
      if (!found.next()) {
        try (Statement creation = connection.createStatement()) {
          creation.execute("create database " + name);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the test's PostgreSQL refused a new database", e);
    }
  }

  /** Started by the first test that needs it; ends with the JVM of the tests. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres)));
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("the test's PostgreSQL did not start", e);
      }
    }

    private static void stop(EmbeddedPostgres postgres) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the test's PostgreSQL did not stop", e);
      }
    }
  }
}
