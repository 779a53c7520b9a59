package dev.mynah.server.http.fish.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.http.wire.BodyLimits;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.http.wire.WebSocket;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.CloneSettings;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever comes over a socket, in whatever pieces and order, is answered in whole events or not at
 * all, and when the socket is gone nothing of it is left. An ordinary build plays a fixed set of
 * conversations. To fuzz, guided by coverage: {@code JAZZER_FUZZ=1 mvn -pl server -am test
 * -Djazzer.hooks=true -Dtest=LiveFuzzTest#converses -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class LiveFuzzTest {
  private static final int CONVERSATIONS = 100;
  private static final int CONVERSATIONS_OF_THE_LONG_PROOF = 20_000;
  private static final int MOST_MESSAGES = 30;
  private static final int MAX_MESSAGE = 500; // characters of an error
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final BodyLimits MESSAGE =
      new BodyLimits(100_000, Duration.ofSeconds(30), 1, Duration.ofMinutes(1));
  private static final LiveLimits LIMITS = LiveLimits.of(MESSAGE, 2_000);

  /** So many of the events are starts, the first ones. */
  private static final int STARTS = 7;

  /** Events that mean something to a reader. */
  private static final List<String> EVENTS =
      List.of(
          "{\"event\":\"start\",\"request\":{\"text\":\"\",\"format\":\"pcm\"}}",
          "{\"event\":\"start\",\"request\":{\"text\":\"One. Two\",\"latency\":\"low\"}}",
          "{\"event\":\"start\",\"request\":{\"format\":\"opus\",\"chunk_length\":100}}",
          "{\"event\":\"start\",\"request\":{\"format\":\"wav\",\"prosody\":{\"speed\":2}}}",
          "{\"event\":\"start\",\"request\":{\"references\":[{\"audio\":7,\"text\":\"x\"}]}}",
          "{\"event\":\"start\",\"request\":null}",
          "{\"event\":\"start\"}",
          "{\"event\":\"text\",\"text\":\"Hello there. How a\"}",
          "{\"event\":\"text\",\"text\":\"re you, Dr. \"}",
          "{\"event\":\"text\",\"text\":\"<|speaker:1|> \\ud83d\\ude00 3.5\\n\"}",
          "{\"event\":\"text\",\"text\":\"\\u0414\\u0430\"}",
          "{\"event\":\"text\",\"text\":null}",
          "{\"event\":\"text\"}",
          "{\"event\":\"flush\"}",
          "{\"event\":\"stop\"}",
          "{\"event\":\"stop\"}",
          "{\"event\":\"unheard\",\"of\":[{}]}",
          "{\"event\":7}",
          "{}",
          "[]",
          "null");

  private final BodyMemory memory = new BodyMemory(1 << 20);
  private final Random random = new Random(20_261_121);
  private Services services;
  private String key;
  private LiveStudio studio;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    services =
        new Services(DatabaseKind.SQLITE, folder, new ToneEngine("1"), 16, CloneSettings.DEFAULT)
            .start();
    KeySettings settings = KeySettings.of("fuzz", EnumSet.allOf(Scope.class)).withConcurrency(1);
    key = services.tokens.issue(new NewToken(KeyKind.SERVICE, "f".repeat(32), settings)).key();
    studio = new LiveStudio(services.tokens, services.permits, services.speech);
  }

  @AfterAll
  void stop() {
    services.close();
  }

  @FuzzTest(maxDuration = "30s")
  void converses(FuzzedDataProvider data) throws Exception {
    Peer peer = new Peer(data.consumeBoolean());
    while (data.remainingBytes() > 0) {
      boolean binary = data.consumeBoolean();
      byte[] message =
          data.consumeBoolean()
              ? written(EVENTS.get(data.consumeInt(0, EVENTS.size() - 1)), binary)
              : data.consumeBytes(data.consumeInt(0, 2_000));
      peer.send(message, binary, data.consumeInt(1, Math.max(1, message.length)));
    }
    peer.leave();
  }

  @Test
  void holdsForManyConversations() throws Exception {
    converse(CONVERSATIONS);
  }

  @Test
  @Tag("long")
  void holdsForManyMoreConversations() throws Exception {
    converse(CONVERSATIONS_OF_THE_LONG_PROOF);
  }

  private void converse(int conversations) throws Exception {
    int finishes = 0;
    int audio = 0;
    for (int i = 0; i < conversations; i++) {
      Peer peer = new Peer(random.nextBoolean());
      for (int messages = random.nextInt(MOST_MESSAGES); messages > 0; messages--) {
        boolean binary = random.nextInt(4) > 0;
        boolean start = random.nextInt(8) == 0;
        int event = start ? random.nextInt(STARTS) : random.nextInt(STARTS, EVENTS.size());
        byte[] message = written(EVENTS.get(event), binary);
        if (random.nextInt(16) == 0) {
          message = mutated(message);
        }
        peer.send(message, binary, 1 + random.nextInt(message.length + 1));
      }
      if (random.nextInt(4) > 0) {
        peer.awaitQuiet();
      }
      peer.leave();
      finishes += peer.count("finish");
      audio += peer.count("audio");
    }
    assertThat(finishes).as("finishes").isGreaterThan(conversations / 4);
    assertThat(audio).as("messages of audio").isGreaterThan(conversations / 4);
  }

  private static byte[] written(String json, boolean binary) {
    return binary ? MessagePackTree.write(Json.read(json)) : json.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] mutated(byte[] message) {
    byte[] mutated = Arrays.copyOf(message, random.nextInt(message.length + 4));
    for (int changes = random.nextInt(4); changes > 0 && mutated.length > 0; changes--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
    }
    return mutated;
  }

  /** The other side of a socket that is only memory; checks all it hears. */
  private final class Peer implements WebSocket, LiveConversation.Watch {
    private final LiveConversation conversation;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile boolean answeredLast;
    private int demanded; // guarded by this
    private int sent; // guarded by this
    private int messages;

    Peer(boolean aligned) {
      conversation =
          new LiveConversation(studio, key, "0".repeat(32), memory, LIMITS, aligned, this);
      conversation.opened(this);
    }

    int count(String event) {
      return (int) heard.stream().filter(event::equals).count();
    }

    void send(byte[] message, boolean binary, int pieceLength) throws InterruptedException {
      messages++;
      int at = 0;
      do {
        awaitDemand();
        int end = Math.min(message.length, at + pieceLength);
        conversation.received(Arrays.copyOfRange(message, at, end), binary, end == message.length);
        at = end;
      } while (at < message.length);
    }

    private synchronized void awaitDemand() throws InterruptedException {
      long deadline = System.nanoTime() + SOON.toNanos();
      while (!closed && demanded <= sent) {
        assertThat(System.nanoTime()).as("a part was asked for in time").isLessThan(deadline);
        wait(SOON.toMillis());
      }
      sent++;
    }

    /** Waits until all that was sent has been handled: the last of it is answered by itself. */
    void awaitQuiet() throws InterruptedException {
      send(written("{\"event\":\"stop\"}", true), true, 1_000);
      send(written("{\"event\":\"start\",\"request\":{\"format\":\"nope\"}}", true), true, 1_000);
      await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> closed || answeredLast);
    }

    void leave() throws InterruptedException {
      conversation.closed();
      assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(wrong).isEmpty();
      assertThat(count("finish")).isLessThanOrEqualTo(messages);
      assertThat(memory.kept()).as("memory kept").isZero();
    }

    @Override
    public void begun(LiveConversation begun) {
      // Its end is what matters.
    }

    @Override
    public void ended(LiveConversation conversation) {
      ended.countDown();
    }

    @Override
    public synchronized void demand() {
      demanded++;
      notifyAll();
    }

    @Override
    public CompletableFuture<Void> send(byte[] message, boolean binary) {
      if (closed) {
        return CompletableFuture.failedFuture(new ClosedChannelException());
      }
      JsonNode event =
          binary
              ? MessagePackTree.read(message)
              : Json.read(new String(message, StandardCharsets.UTF_8));
      check(event, message.length);
      heard.add(event.path("event").asText());
      answeredLast |= event.path("message").asText().contains("format must be");
      return CompletableFuture.completedFuture(null);
    }

    private void check(JsonNode event, int bytes) {
      String name = event.path("event").asText();
      String reason = event.path("reason").asText();
      String message = event.path("message").asText();
      boolean sound =
          switch (name) {
            case "audio" -> event.hasNonNull("audio") && bytes < 64 << 10;
            case "finish" ->
                reason.equals("stop")
                    ? event.size() == 2
                    : reason.equals("error") && isToldWell(event, message);
            default -> false;
          };
      if (!sound) {
        wrong.add(((ObjectNode) event).without("audio").toString());
      }
    }

    private static boolean isToldWell(JsonNode event, String message) {
      return event.size() == 3
          && message.length() >= 10
          && message.length() < MAX_MESSAGE
          && Set.of("Exception", "\n", "Internal", "in flight", "java.").stream()
              .noneMatch(message::contains);
    }

    @Override
    public void close(int code, String reason) {
      abort();
      conversation.closed();
    }

    @Override
    public synchronized void abort() {
      closed = true;
      notifyAll();
    }
  }
}
