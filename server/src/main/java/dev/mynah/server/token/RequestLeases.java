package dev.mynah.server.token;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's share of the leases that all servers on one database count. A lease lapses unless
 * it is renewed, so a server that dies holds nobody up for longer than that.
 */
final class RequestLeases implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLeases.class);
  private static final Duration FORGET = Duration.ofMinutes(10); // after it lapsed
  private static final int IDS_AT_ONCE = 500;

  private final Duration life;
  private final Database database;
  private final LeaseRepository repository = new LeaseRepository();
  private final IdSource ids;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Set<String> unreleased = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mynah-leases").factory());

  /**
   * Leave for one request.
   *
   * @param id row of the lease
   * @param held how many of the key's are held, this one included
   */
  record Lease(String id, int held) {}

  /**
   * @param life of a lease that isn't renewed; it is renewed thrice as often
   */
  RequestLeases(Database database, IdSource ids, Duration life) {
    this.database = database;
    this.ids = ids;
    this.life = life;
    long millis = life.toMillis() / 3;
    var unused =
        thread.scheduleWithFixedDelay(this::renewOrLog, millis, millis, TimeUnit.MILLISECONDS);
  }

  Optional<Lease> acquire(String tokenId, int limit) {
    String id = ids.hex();
    OptionalInt now =
        database.write(transaction -> repository.acquire(transaction, tokenId, id, limit, life));
    if (now.isEmpty()) {
      return Optional.empty();
    }
    held.add(id);
    return Optional.of(new Lease(id, now.getAsInt()));
  }

  /** Gives a lease back; if the database can't be reached, a little later. */
  void release(Lease lease) {
    held.remove(lease.id());
    try {
      database.writing(transaction -> repository.release(transaction, List.of(lease.id())));
    } catch (RuntimeException e) {
      LOG.warn("A lease could not be given back and will be soon: {}", e.toString());
      unreleased.add(lease.id());
    }
  }

  private void renewOrLog() {
    try {
      renew();
    } catch (RuntimeException e) {
      LOG.warn("The leases of requests in flight could not be renewed: {}", e.toString());
    }
  }

  private void renew() {
    for (List<String> some : portions(unreleased)) {
      database.writing(transaction -> repository.release(transaction, some));
      unreleased.removeAll(Set.copyOf(some));
    }
    for (List<String> some : portions(held)) {
      database.writing(transaction -> repository.renew(transaction, some, life));
    }
    database.writing(transaction -> repository.deleteLapsed(transaction, FORGET));
  }

  private static List<List<String>> portions(Set<String> ids) {
    List<String> all = new ArrayList<>(ids);
    List<List<String>> portions = new ArrayList<>();
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      portions.add(all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE)));
    }
    return portions;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
