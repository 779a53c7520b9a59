package dev.mynah.server.crash;

import dev.mynah.server.blob.LocalBlobStore;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must hold in the rows and files of a server that has come to rest, whatever happened to it.
 * Each violation is a line that names the offending row.
 */
final class Invariants {
  private static final Pattern TASK_OF_BODY = Pattern.compile("\"task_id\":\"([^\"]+)\"");

  private final Database database;
  private final Path folder;
  private final List<String> violations = new ArrayList<>();

  /**
   * @param database of a server that is stopped
   * @param folder its data folder
   */
  Invariants(Database database, Path folder) {
    this.database = database;
    this.folder = folder;
  }

  /** Looks at everything; returns the violations. */
  List<String> violations(Load load, WebPeer web) throws IOException {
    restIsReached();
    noHalfVoice();
    theLedgerEqualsTheWork();
    promisesAreKept(load);
    callbacksCame(load, web);
    filesAndRowsMatch();
    nothingIsLeftInTheWorkFolder();
    deletedVoicesAreGone(load);
    load.surprises().forEach(violations::add);
    return violations;
  }

  /**
   * Looks at what must hold at any moment, e.g. right after a kill: what is accepted is in a queue
   * until it has ended.
   */
  List<String> violationsAtAnyMoment() {
    each(
        "select id, state, type from task where finished_at is null"
            + " and id not in (select task_instance from queue_clone)"
            + " and id not in (select task_instance from queue_speech)",
        "a task is unfinished and in no queue");
    each(
        "select task_instance from queue_clone union all select task_instance from queue_speech"
            + " except select id from task",
        "a queue entry has no task");
    each(
        "select id, title from voice where state = 'TRAINING' and not exists"
            + " (select 1 from task where finished_at is null and work like '%' || voice.id || '%')",
        "a voice is being made by no task");
    each(
        "select id, credit_reserved from token where credit_reserved <>"
            + " coalesce((select sum(credits) from task"
            + " where token_id = token.id and finished_at is null), 0)",
        "a key's reserved credit is not the price of its unfinished tasks");
    return violations;
  }

  private void restIsReached() {
    violationsAtAnyMoment();
    each(
        "select id, state, type, attempts from task where finished_at is null",
        "a task never ended");
    each(
        "select id, state, result from task where finished_at is not null"
            + " and (result is null or state not in ('SUCCEEDED', 'FAILED') or work is not null)",
        "a task has ended without an outcome");
    each(
        "select id, type, result from task where result like '%\"INTERNAL\"%'"
            + " and result not like '%was stopped each time%'",
        "a task met a defect");
    for (String kind : List.of("clone", "speech", "callback")) {
      each("select task_instance, picked_by from queue_" + kind, "left in the queue " + kind);
    }
    each(
        "select id, task_id, state, attempts from webhook_delivery where state <> 'DELIVERED'",
        "a callback was not delivered");
    each(
        "select id, type from task where callback_url is not null"
            + " and (select count(*) from webhook_delivery where task_id = task.id) <> 1",
        "a task has not exactly one callback");
  }

  private void noHalfVoice() {
    String made = "select id, title, state from voice where state = 'TRAINED' ";
    each(
        made + "and not exists (select 1 from voice_profile where voice_id = voice.id)",
        "a voice has no profile");
    each(
        made + "and not exists (select 1 from voice_sample where voice_id = voice.id)",
        "a voice has no sample");
    each(made + "and cover_blob_id is null", "a voice has no cover");
    each(
        made
            + "and id <> '"
            + ServerProgram.PRESET_ID
            + "' and ((select count(*) from voice_recording where voice_id = voice.id) <> 1"
            + " or (select count(*) from voice_sample where voice_id = voice.id) <> 2"
            + " or report is null)",
        "a cloned voice lacks its recording, a sample or its report");
    each("select id, title from voice where state = 'TRAINING'", "a voice was never finished");
    each(
        "select title, count(*) from voice group by title having count(*) > 1",
        "two voices came of one order");
    each(
        "select id, result from task where state = 'SUCCEEDED' and type = 'VOICES'"
            + " and not exists (select 1 from clone_record"
            + " where result like '%' || clone_record.voice_id || '%')",
        "a voice was made without a record of it");
    each(
        "select voice_id from clone_record group by task_id, voice_id having count(*) > 1",
        "two records of one clone");
  }

  private void theLedgerEqualsTheWork() {
    each(
        "select id, type, state from task where finished_at is not null"
            + " and (select count(*) from usage_entry where task_id = task.id) <> 1",
        "a finished task has not exactly one entry in the ledger");
    each(
        "select e.task_id, e.amount, t.credits, t.state from usage_entry e"
            + " join task t on t.id = e.task_id"
            + " where e.amount <> case when t.state = 'SUCCEEDED' then t.credits else 0 end"
            + " or (e.error_code is null) <> (t.state = 'SUCCEEDED')",
        "an entry of the ledger says something else than its task");
    each(
        "select task_id, amount from usage_entry where task_id not in (select id from task)",
        "an entry of the ledger has no task");
    each(
        "select id, name, credit_used, credit_limit from token where credit_used <>"
            + " coalesce((select sum(amount) from usage_entry where token_id = token.id), 0)"
            + " or credit_used > credit_limit",
        "a key's used credit is not the sum of its entries, or above its limit");
    each(
        "select id, name, credit_reserved from token where credit_reserved <> 0",
        "credit is still set aside for a key");
  }

  private void promisesAreKept(Load load) {
    Map<String, List<String>> tasks = new HashMap<>();
    Map<String, String> states = new HashMap<>();
    Pattern mark = Pattern.compile("mark\\d+x");
    for (String row : rows("select id, state, request from task")) {
      String[] columns = row.split(" \\| ", 3);
      states.put(columns[0], columns[1]);
      Matcher found = mark.matcher(columns[2]);
      if (found.find()) {
        tasks.computeIfAbsent(found.group(), key -> new ArrayList<>()).add(columns[0]);
      }
    }
    tasks.forEach(
        (order, ids) -> {
          if (ids.size() > 1) {
            String once = load.onceOnly().contains(order) ? " with an Idempotency-Key" : "";
            violations.add("one order" + once + " became several tasks: " + order + " " + ids);
          }
        });
    for (Load.Promise promise : load.promises()) {
      List<String> ids = tasks.getOrDefault(promise.mark(), List.of());
      if (ids.isEmpty() && promise.taskId() != null && states.containsKey(promise.taskId())) {
        continue; // its voice was deleted, and the text of the order with it
      }
      if (ids.isEmpty()) {
        violations.add("a promise was forgotten: " + promise);
      } else if (promise.taskId() != null && !ids.contains(promise.taskId())) {
        violations.add("a promise names another task than " + ids + ": " + promise);
      } else if (promise.done() && !"SUCCEEDED".equals(states.get(ids.getFirst()))) {
        violations.add("what was answered as done is " + states.get(ids.getFirst()) + ": " + ids);
      }
    }
  }

  private void callbacksCame(Load load, WebPeer web) {
    Map<String, Set<String>> ids = new HashMap<>();
    Map<String, Set<String>> bodies = new HashMap<>();
    for (WebPeer.Callback callback : web.callbacks()) {
      Matcher task = TASK_OF_BODY.matcher(callback.body());
      String id = task.find() ? task.group(1) : "none: " + callback.body();
      ids.computeIfAbsent(id, key -> new TreeSet<>()).add(callback.webhookId());
      bodies.computeIfAbsent(id, key -> new TreeSet<>()).add(callback.body());
    }
    ids.forEach(
        (task, seen) -> {
          if (seen.size() > 1) {
            violations.add("callbacks of task " + task + " came under several ids: " + seen);
          }
        });
    bodies.forEach(
        (task, seen) -> {
          if (seen.size() > 1) {
            violations.add("callbacks of task " + task + " differ: " + seen);
          }
        });
    Set<String> expected =
        new HashSet<>(rows("select id from task where callback_url is not null"));
    for (Load.Promise promise : load.promises()) {
      if (promise.callback() && promise.taskId() != null) {
        expected.add(promise.taskId());
      }
    }
    for (String task : expected) {
      if (!ids.containsKey(task)) {
        violations.add("no callback ever came for task " + task);
      }
    }
    for (String task : ids.keySet()) {
      if (!expected.contains(task)) {
        violations.add("a callback came for " + task + ", which no row knows");
      }
    }
  }

  private void filesAndRowsMatch() throws IOException {
    LocalBlobStore blobs =
        new LocalBlobStore(folder.resolve("blobs"), database, IdSource.random(), Clock.systemUTC());
    int unused = blobs.sweep(Duration.ofSeconds(-1)); // as if the grace were over
    Map<String, Long> named = new HashMap<>();
    for (String row : rows("select distinct sha256, size from blob")) {
      String[] columns = row.split(" \\| ", -1);
      named.put(columns[0], Long.valueOf(columns[1]));
    }
    Set<String> stored = new HashSet<>();
    for (Path file : filesBelow(folder.resolve("blobs").resolve("files"))) {
      String name = file.getFileName().toString();
      stored.add(name);
      byte[] bytes = Files.readAllBytes(file);
      Long size = named.get(name);
      if (size == null) {
        violations.add("a file that no row names outlives the sweep: " + name);
      } else if (size != bytes.length || !name.equals(sha256(bytes))) {
        violations.add("a stored file is not what its row says: " + name);
      }
    }
    for (String hash : named.keySet()) {
      if (!stored.contains(hash)) {
        violations.add("the bytes of a recorded file are missing: " + hash);
      }
    }
    for (Path file : filesBelow(folder.resolve("blobs").resolve("unfinished"))) {
      violations.add("a half-written file outlives the sweep: " + file);
    }
    each(
        "select id, media_type, created_at from blob where expires_at is null and id not in"
            + " (select blob_id from voice_sample"
            + " union select cover_blob_id from voice where cover_blob_id is not null"
            + " union select original_blob_id from voice_recording"
            + " union select decoded_blob_id from voice_recording)",
        "a recorded file is used by nothing");
  }

  private void nothingIsLeftInTheWorkFolder() throws IOException {
    for (Path file : filesBelow(folder.resolve("work"))) {
      if (!file.endsWith("lock")) {
        violations.add("left in the work folder: " + file);
      }
    }
  }

  private void deletedVoicesAreGone(Load load) {
    Set<String> there = new HashSet<>(rows("select id from voice"));
    for (String id : load.deleted()) {
      if (there.contains(id)) {
        violations.add("a voice is there although its deletion was confirmed: " + id);
      }
    }
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds a violation for each row of a query. */
  private void each(String sql, String what) {
    rows(sql).forEach(row -> violations.add(what + ": " + row));
  }

  /** Returns the rows of a query, the columns of each joined by {@code " | "}. */
  List<String> rows(String sql) {
    return database.read(
        transaction ->
            transaction.handle().createQuery(sql).mapToMap().stream()
                .map(
                    row ->
                        row.values().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(" | ")))
                .toList());
  }
}
