package dev.mynah.server.usage;

import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keys have used, to look at. */
public final class UsageHistory {
  private final Database database;
  private final UsageRepository entries = new UsageRepository();

  public UsageHistory(Database database) {
    this.database = database;
  }

  /** Returns a page of entries. */
  public UsagePage page(UsageQuery query) {
    return database.read(
        transaction ->
            new UsagePage(entries.page(transaction, query), entries.count(transaction, query)));
  }

  /** Returns one entry, whoever it belongs to. */
  public Optional<UsageEntry> find(String id) {
    return database.read(transaction -> entries.find(transaction, id));
  }

  /** Sums up by day in UTC and type, the newest day first; the query's page doesn't matter. */
  public List<DailyUsage> byDay(UsageQuery query) {
    return database.read(transaction -> entries.byDay(transaction, query));
  }

  /**
   * Sums up by day in UTC, key, type and outcome, the oldest day first; the query's page doesn't
   * matter.
   */
  public List<UsageShare> shares(UsageQuery query) {
    return database.read(transaction -> entries.shares(transaction, query));
  }

  /** Returns when each of some keys last did work that is counted; without those that never did. */
  public Map<String, Instant> lastUse(Collection<String> tokenIds) {
    return database.read(
        transaction -> {
          Map<String, Instant> times = new HashMap<>();
          for (String tokenId : tokenIds) {
            entries.lastEntry(transaction, tokenId).ifPresent(time -> times.put(tokenId, time));
          }
          return times;
        });
  }

  /** Returns each way tasks ended, once; empty stands for success. The page doesn't matter. */
  public List<Optional<ErrorCode>> outcomes(UsageQuery query) {
    return database.read(transaction -> entries.outcomes(transaction, query));
  }
}
