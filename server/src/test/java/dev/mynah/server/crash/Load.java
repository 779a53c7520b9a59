package dev.mynah.server.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Callers who clone, speak and delete without a pause, and write down what they were promised. Each
 * order carries a mark of its own, so that its traces can be counted afterwards. Whoever sent an
 * Idempotency-Key and got no answer asks again with the same key until there is one.
 */
final class Load implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);
  private static final int SHORTEST_PAUSE = 30; // ms
  private static final int LONGEST_PAUSE = 150; // ms
  private static final int RECORDINGS = 40;
  private static final String VOICE_GONE = "names no voice"; // deleted by another caller

  private final List<URI> servers;
  private final List<String> keys;
  private final WebPeer web;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final AtomicLong marks = new AtomicLong();
  private final List<Promise> promises = new CopyOnWriteArrayList<>();
  private final List<String> onceOnly = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<OwnVoice> voices = new ConcurrentLinkedQueue<>();
  private final Map<String, Boolean> deleted = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger cutOff = new AtomicInteger();
  private final List<String> surprises = new CopyOnWriteArrayList<>();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean ending;

  /**
   * Something a caller was promised.
   *
   * @param mark of the order
   * @param taskId in the answer, or null where answers name none
   * @param callback whether it will be called back
   * @param done whether the answer said that the work had succeeded
   */
  record Promise(String mark, @Nullable String taskId, boolean callback, boolean done) {}

  private record OwnVoice(String id, String key) {}

  private record Answer(int status, JsonNode json) {}

  /**
   * @param servers base addresses; a caller asks any of them
   * @param keys API keys; a caller keeps to one
   * @param web serves the recordings and receives the callbacks
   */
  Load(List<URI> servers, List<String> keys, WebPeer web) {
    this.servers = List.copyOf(servers);
    this.keys = List.copyOf(keys);
    this.web = web;
  }

  /** Starts callers. */
  void start(int count, long seed) {
    for (int i = 0; i < count; i++) {
      String key = keys.get(i % keys.size());
      Random random = new Random(seed * 31 + i);
      callers.add(Thread.ofPlatform().name("caller-" + i).start(() -> call(key, random)));
    }
  }

  private void call(String key, Random random) {
    try {
      while (!ending) {
        act(key, random);
        Thread.sleep(random.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      surprises.add("a caller met " + e);
    }
  }

  private void act(String key, Random random) throws InterruptedException {
    String mark = "mark" + marks.incrementAndGet() + "x";
    int dice = random.nextInt(100);
    if (dice < 12) {
      clone(key, mark, random);
    } else if (dice < 20) {
      delete();
    } else {
      speak(key, mark, random);
    }
  }

  private void clone(String key, String mark, Random random) throws InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("voice_url", web.url("/recording-" + random.nextInt(RECORDINGS) + ".wav"));
    body.put("title", "Voice " + mark);
    deliver(body, random);
    order("/fish/voices", key, mark, body, random)
        .map(answer -> answer.json().path("data").path("_id").asText())
        .filter(id -> !id.isEmpty())
        .ifPresent(id -> voices.add(new OwnVoice(id, key)));
  }

  private void speak(String key, String mark, Random random) throws InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("text", "Here today, gone tomorrow, " + mark);
    OwnVoice own = random.nextInt(3) == 0 ? voices.peek() : null;
    body.put("reference_id", own == null ? ServerProgram.PRESET_ID : own.id());
    deliver(body, random);
    Optional<Answer> unused = order("/fish/tts", own == null ? key : own.key(), mark, body, random);
  }

  private void deliver(ObjectNode body, Random random) {
    switch (random.nextInt(5)) {
      case 0, 1 -> body.put("callback_url", web.url("/hook"));
      case 2 -> body.put("async", true);
      default -> {} // waits for the answer
    }
  }

  /** Sends an order; returns the answer if it was accepted. */
  private Optional<Answer> order(
      String path, String key, String mark, ObjectNode body, Random random)
      throws InterruptedException {
    boolean once = random.nextBoolean();
    HttpRequest.Builder request =
        request(path, key, random)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), UTF_8));
    if (once) {
      request.header("Idempotency-Key", mark);
      onceOnly.add(mark);
    }
    Answer answer = send(request);
    while (once && !ending && (answer == null || answer.status() >= 500)) {
      Thread.sleep(LONGEST_PAUSE);
      answer = send(request.uri(server(random).resolve(path)));
    }
    if (answer == null) {
      cutOff.incrementAndGet();
      Thread.sleep(LONGEST_PAUSE); // there may be nobody for a while
      return Optional.empty();
    }
    if (answer.status() != 200) {
      refused(path, answer);
      return Optional.empty();
    }
    boolean later = body.has("callback_url") || body.has("async");
    String taskId = answer.json().path("task_id").asText();
    promises.add(
        new Promise(mark, taskId.isEmpty() ? null : taskId, body.has("callback_url"), !later));
    return Optional.of(answer);
  }

  /** Being told to come back, to pay, or that a voice is gone is an answer; a defect isn't. */
  private void refused(String path, Answer answer) {
    refused.incrementAndGet();
    boolean fine =
        answer.status() == 429
            || answer.status() == 403
            || answer.status() == 404
            || answer.status() == 503
            || answer.status() == 504
            || answer.json().path("error").path("message").asText().contains(VOICE_GONE);
    if (!fine) {
      surprises.add(path + " answered " + answer.status() + " " + answer.json());
    }
  }

  private void delete() throws InterruptedException {
    OwnVoice voice = voices.poll();
    if (voice == null) {
      return;
    }
    HttpRequest.Builder request = request("/model/" + voice.id(), voice.key(), new Random());
    Answer answer = send(request.DELETE());
    if (answer != null && (answer.status() == 200 || answer.status() == 204)) {
      deleted.put(voice.id(), true);
    }
  }

  private HttpRequest.Builder request(String path, String key, Random random) {
    return HttpRequest.newBuilder(server(random).resolve(path))
        .timeout(LONGEST_ANSWER)
        .header("authorization", "Bearer " + key);
  }

  private URI server(Random random) {
    return servers.get(random.nextInt(servers.size()));
  }

  private @Nullable Answer send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
      JsonNode json =
          response.body().startsWith("{")
              ? JSON.readTree(response.body())
              : JSON.createObjectNode();
      return new Answer(response.statusCode(), json);
    } catch (IOException e) {
      return null; // killed, or not there yet
    }
  }

  /** Lets each caller end what it is at, and no more. */
  void end() throws InterruptedException {
    ending = true;
    for (Thread caller : callers) {
      caller.join();
    }
    callers.clear();
  }

  /** Returns what callers were promised. */
  List<Promise> promises() {
    return promises;
  }

  /** Returns the marks of orders that went out with an Idempotency-Key. */
  List<String> onceOnly() {
    return onceOnly;
  }

  /** Returns the marks given out so far. */
  long orders() {
    return marks.get();
  }

  /** Returns the ids of voices whose deletion was confirmed. */
  List<String> deleted() {
    return List.copyOf(deleted.keySet());
  }

  /** Returns answers that no caller should ever get. */
  List<String> surprises() {
    return surprises;
  }

  /** Returns a line of figures. */
  String summary() {
    return "%d orders: %d accepted, %d refused, %d cut off; %d voices deleted"
        .formatted(orders(), promises.size(), refused.get(), cutOff.get(), deleted.size());
  }

  @Override
  public void close() {
    ending = true;
    callers.forEach(Thread::interrupt);
  }
}
