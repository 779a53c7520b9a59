package dev.mynah.server.app.wiring;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseProbe;
import dev.mynah.server.http.ops.ReadinessCheck;
import dev.mynah.server.http.ops.TimedProbe;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether rows can be written. */
final class DatabaseCheck implements ReadinessCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Optional<String> NO_ANSWER = Optional.of("doesn't answer in time");

  private final TimedProbe<Optional<String>> probe;

  DatabaseCheck(Database database) {
    DatabaseProbe writing = new DatabaseProbe(database);
    this.probe = new TimedProbe<>(() -> problem(writing), PATIENCE, FRESH, System::nanoTime);
  }

  private static Optional<String> problem(DatabaseProbe writing) {
    try {
      writing.write();
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn("The database can't be written", e);
      return Optional.of("can't be written");
    }
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Optional<String> problem() {
    return probe.or(NO_ANSWER);
  }
}
