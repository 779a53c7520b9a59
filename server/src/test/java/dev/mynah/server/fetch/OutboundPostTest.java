package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OutboundPostTest {
  private static final byte[] JSON = "{\"task_id\":\"\u00E9\"}".getBytes(StandardCharsets.UTF_8);
  private static final PostLimits BRIEF =
      new PostLimits(Duration.ofMillis(200), Duration.ofMillis(300), 1024);

  private final OutboundNetwork network =
      OutboundNetwork.open(AddressPolicy.exempting("127.0.0.0/8"));
  private final OutboundPost post = new OutboundPost(network, PostLimits.DEFAULT);

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void aReceiverIsTheSameForAllUrlsOfOneServer() {
    assertThat(OutboundPost.receiver("HTTPS://Hooks.Example.com/a?b=c"))
        .isEqualTo("https://hooks.example.com:443")
        .isEqualTo(OutboundPost.receiver("https://hooks.example.com:443/d"));
    assertThat(OutboundPost.receiver("http://[2001:DB8::1]:81/"))
        .isEqualTo(OutboundPost.receiver("http://[2001:db8::1]:81"));
    assertThat(OutboundPost.receiver("ftp://example.com")).isEmpty();
  }

  @Test
  void tellsHowLongTheReceiverWantsToBeLeftAlone() throws Exception {
    try (RawServer server =
        RawServer.saying("HTTP/1.1 503 Busy\r\nRetry-After: 17\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(post.post(server.url("/hook"), JSON, Map.of(), CancelSignal.NEVER))
          .isInstanceOfSatisfying(
              PostOutcome.Answered.class,
              answered -> assertThat(answered.retryAfter()).isEqualTo("17"));
    }
  }

  @Test
  void postsTheBodyWithItsHeaders() throws Exception {
    try (RawServer server =
        RawServer.saying("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok")) {
      PostOutcome outcome =
          post.post(
              server.url("/hook?a=b"), JSON, Map.of("webhook-id", "msg_1"), CancelSignal.NEVER);

      assertThat(outcome.delivered()).isTrue();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              PostOutcome.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(202);
                assertThat(answered.bodyStart()).asString().isEqualTo("ok");
              });
      assertThat(server.requests())
          .containsExactly(
              """
              POST /hook?a=b HTTP/1.1
              Host: 127.0.0.1:PORT
              User-Agent: Mynah (self-hosted voice server)
              Accept-Encoding: identity
              Connection: close
              Content-Type: application/json; charset=utf-8
              Content-Length: 16
              webhook-id: msg_1

              {"task_id":"\u00E9"}"""
                  .replace("PORT", Integer.toString(server.port()))
                  .replace("\n", "\r\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 404, 410, 500, 503})
  void takesAnyOtherAnswerForNotDelivered(int status) throws Exception {
    try (LoopbackTrap trap = new LoopbackTrap();
        RawServer server =
            RawServer.saying(
                "HTTP/1.1 "
                    + status
                    + " No\r\nLocation: http://127.0.0.1:"
                    + trap.port()
                    + "/\r\nContent-Length: 0\r\n\r\n")) {
      PostOutcome outcome = post.post(server.url("/"), JSON, Map.of(), CancelSignal.NEVER);

      assertThat(outcome.delivered()).isFalse();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              PostOutcome.Answered.class,
              answered -> assertThat(answered.status()).isEqualTo(status));
      trap.assertNobodyCame();
    }
  }

  @Test
  void takesAnAnswerWithoutABody() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 204 No Content\r\n\r\n")) {
      PostOutcome outcome = post.post(server.url("/"), JSON, Map.of(), CancelSignal.NEVER);

      assertThat(outcome.delivered()).isTrue();
    }
  }

  @Test
  void keepsNoMoreOfTheAnswerThanItsStart() throws Exception {
    byte[] block = "a".repeat(8192).getBytes(StandardCharsets.US_ASCII);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              while (true) {
                out.write(block);
              }
            })) {
      PostOutcome outcome = post.post(server.url("/"), JSON, Map.of(), CancelSignal.NEVER);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              PostOutcome.Answered.class,
              answered -> assertThat(answered.bodyStart()).hasSize(1024));
    }
  }

  @Test
  void countsADeliveryWhoseAnswerBreaksOffAfterTheStatus() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    OutboundPost brief = new OutboundPost(network, BRIEF);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write("HTTP/1.1 200 OK\r\n\r\nhal".getBytes(StandardCharsets.US_ASCII));
              out.flush();
              over.await();
            })) {
      PostOutcome outcome = brief.post(server.url("/"), JSON, Map.of(), CancelSignal.NEVER);

      assertThat(outcome.delivered()).isTrue();
      over.countDown();
    }
  }

  @Test
  void saysThatADeadReceiverCouldNotBeReached() throws Exception {
    RawServer server = RawServer.saying("");
    server.close();

    assertThat(post.post(server.url("/"), JSON, Map.of(), CancelSignal.NEVER))
        .isEqualTo(new PostOutcome.Failed(FailureKind.UNREACHABLE, "could not be reached"));
  }

  @Test
  void givesUpOnASlowReceiver() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    OutboundPost brief = new OutboundPost(network, BRIEF);
    try (RawServer server = new RawServer((request, out) -> over.await())) {
      assertThat(brief.post(server.url("/"), JSON, Map.of(), CancelSignal.NEVER))
          .isInstanceOfSatisfying(
              PostOutcome.Failed.class,
              failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TIMED_OUT));
      over.countDown();
    }
  }

  @Test
  void endsADeliveryWhenCancelled() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              cancelled.set(true);
              over.await();
            })) {
      assertThat(post.post(server.url("/"), JSON, Map.of(), cancelled::get))
          .isEqualTo(new PostOutcome.Failed(FailureKind.CANCELLED, "was cancelled"));
      over.countDown();
    }
  }

  @Test
  void vetsWithoutConnecting() throws Exception {
    try (LoopbackTrap trap = new LoopbackTrap()) {
      post.vetCallbackUrl("callback_url", "http://127.0.0.1:" + trap.port() + "/");

      trap.assertNobodyCame();
    }
    assertThatThrownBy(() -> post.vetCallbackUrl("callback_url", "http://10.0.0.1/"))
        .isInstanceOfSatisfying(
            MynahException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED))
        .hasMessage(
            "callback_url leads to a private address; only public internet addresses are"
                + " allowed.");
  }

  @Test
  void refusesHeadersThatWouldBreakTheRequest() {
    assertThatThrownBy(
            () ->
                post.post("http://127.0.0.1/", JSON, Map.of("a", "b\r\nc: d"), CancelSignal.NEVER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
