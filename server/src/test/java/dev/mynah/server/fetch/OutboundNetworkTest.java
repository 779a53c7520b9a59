package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that change their mind, names that lie, and look-ups and connections without end. */
@Timeout(30)
class OutboundNetworkTest {
  private static final String PUBLIC = "93.184.216.34";
  private static final String OTHER_PUBLIC = "93.184.216.35";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final FetchLimits LIMITS = FetchLimits.AUDIO.withTimes(LONG, LONG, LONG);
  private static final FetchLimits BRIEF =
      FetchLimits.AUDIO.withTimes(LONG, LONG, Duration.ofMillis(200));

  @TempDir Path directory;
  private final TestNetwork internet = new TestNetwork();
  private LoopbackTrap trap;

  @BeforeEach
  void open() throws IOException {
    trap = new LoopbackTrap();
  }

  @AfterEach
  void close() throws IOException {
    trap.assertNobodyCame();
    trap.close();
  }

  @Test
  void connectsToTheVettedAddressThoughTheNameHasTurnedPrivateSince() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nRIFF");
        OutboundNetwork network =
            internet
                .name("rebinding.example", PUBLIC)
                .name("rebinding.example", "127.0.0.1")
                .server(PUBLIC, server.port())
                .open(TestNetwork.publicOnly())) {
      FetchedMedia media = fetch(network, "http://rebinding.example/a.wav", LIMITS);

      assertThat(media.file()).hasContent("RIFF");
      assertThat(internet.lookUps()).containsExactly("rebinding.example");
      assertThat(internet.connections())
          .containsExactly(new InetSocketAddress(TestNetwork.address(PUBLIC), 80));
      assertThat(server.requests().getFirst()).contains("\r\nHost: rebinding.example\r\n");
    }
  }

  @Test
  void vetsTheSameNameAnewWhenARedirectLeadsBackToIt() throws Exception {
    try (RawServer server =
            RawServer.redirectingTo("http://rebinding.example:" + trap.port() + "/b");
        OutboundNetwork network =
            internet
                .name("rebinding.example", PUBLIC)
                .name("rebinding.example", "127.0.0.1")
                .server(PUBLIC, server.port())
                .open(TestNetwork.publicOnly())) {
      assertThat(refusal(network, "http://rebinding.example/a", LIMITS))
          .hasMessage(
              "voice_url redirects to a URL that has a host without a public internet address;"
                  + " only public addresses are allowed.");
      assertThat(internet.lookUps()).containsExactly("rebinding.example", "rebinding.example");
      assertThat(internet.connections()).hasSize(1);
    }
  }

  @Test
  void vetsAgainAtDeliveryWhatWasPublicWhenItWasGiven() throws Exception {
    try (OutboundNetwork network =
        internet
            .name("rebinding.example", PUBLIC)
            .name("rebinding.example", "127.0.0.1")
            .open(TestNetwork.publicOnly())) {
      OutboundPost post = new OutboundPost(network, PostLimits.DEFAULT);
      String url = "http://rebinding.example:" + trap.port() + "/";

      post.vetCallbackUrl("callback_url", url);
      PostOutcome outcome = post.post(url, new byte[0], Map.of(), CancelSignal.NEVER);

      assertThat(outcome)
          .isEqualTo(
              new PostOutcome.Failed(
                  FailureKind.REFUSED,
                  "has a host without a public internet address; only public addresses are"
                      + " allowed"));
      assertThat(internet.connections()).isEmpty();
    }
  }

  @Test
  void acceptsACallbackWhoseNameCannotBeResolvedNow() throws Exception {
    try (OutboundNetwork network = internet.open(TestNetwork.publicOnly())) {
      OutboundPost post = new OutboundPost(network, PostLimits.DEFAULT);

      post.vetCallbackUrl("callback_url", "https://missing.example/health");
      PostOutcome outcome =
          post.post("https://missing.example/health", new byte[0], Map.of(), CancelSignal.NEVER);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              PostOutcome.Failed.class,
              failed -> assertThat(failed.kind()).isEqualTo(FailureKind.UNRESOLVED));
    }
  }

  @Test
  void tellsPrivateMixedAndMissingNamesApartToNobody() throws Exception {
    try (OutboundNetwork network =
        internet
            .name("private.example", "10.0.0.1")
            .name("open-port.example", "127.0.0.1")
            .name("mixed.example", PUBLIC, "10.0.0.1")
            .name("empty.example")
            .open(TestNetwork.publicOnly())) {
      List<String> messages =
          List.of("private", "open-port", "mixed", "empty", "missing").stream()
              .map(name -> "http://" + name + ".example:" + trap.port() + "/")
              .map(url -> refusal(network, url, LIMITS).getMessage())
              .distinct()
              .toList();

      assertThat(messages)
          .containsExactly(
              "voice_url has a host without a public internet address; only public addresses are"
                  + " allowed.");
      assertThat(internet.connections()).isEmpty();
    }
  }

  @Test
  void neverAsksTheResolverForAddressesInFigures() throws Exception {
    try (OutboundNetwork network = internet.open(TestNetwork.publicOnly())) {
      for (String host : List.of("10.0.0.1", "[::1]", "0x7f.1", "127.1", "\uFF11\uFF10.1.1.1")) {
        assertThat(refusal(network, "http://" + host + "/", LIMITS)).isNotNull();
      }
      assertThat(internet.lookUps()).isEmpty();
    }
  }

  @Test
  void triesTheNextVettedAddressWhenOneIsDead() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nRIFF")) {
      RawServer dead = RawServer.saying("");
      dead.close();
      try (OutboundNetwork network =
          internet
              .name("two.example", PUBLIC, OTHER_PUBLIC)
              .server(PUBLIC, dead.port())
              .server(OTHER_PUBLIC, server.port())
              .open(TestNetwork.publicOnly())) {
        assertThat(fetch(network, "http://two.example/", LIMITS).size()).isEqualTo(4);
        assertThat(internet.connections()).hasSize(2);
      }
    }
  }

  @Test
  void givesUpOnALookUpThatTakesTooLong() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HostResolver stuck =
        name -> {
          awaitUninterrupted(never);
          return List.of();
        };
    try (OutboundNetwork network = OutboundNetwork.open(TestNetwork.publicOnly(), stuck)) {
      assertThat(refusal(network, "http://slow.example/", BRIEF))
          .hasMessage("voice_url took longer than 0.2 seconds in all.");
    }
    never.countDown();
  }

  @Test
  void endsALookUpWhenCancelled() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);
    HostResolver stuck =
        name -> {
          cancelled.set(true);
          awaitUninterrupted(never);
          return List.of();
        };
    try (OutboundNetwork network = OutboundNetwork.open(TestNetwork.publicOnly(), stuck)) {
      MynahException ended =
          catchThrowableOfType(
              MynahException.class,
              () ->
                  new MediaFetcher(network)
                      .fetch("f", "http://slow.example/", LIMITS, directory, cancelled::get));
      assertThat(ended.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    never.countDown();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closesASocketThatIsStillConnectingWhenTheTimeIsUp(boolean byDeadline) throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    // Waits, as a connection to a silent host does, until somebody closes the socket.
    Connector silent =
        (socket, address, timeoutMillis) -> {
          cancelled.set(!byDeadline);
          while (!socket.isClosed()) {
            Thread.onSpinWait();
          }
          throw new ConnectException("closed");
        };
    try (OutboundNetwork network =
        new OutboundNetwork(
            TestNetwork.publicOnly(),
            name -> List.of(TestNetwork.address(PUBLIC)),
            SSLContext.getDefault(),
            silent)) {
      MynahException ended =
          catchThrowableOfType(
              MynahException.class,
              () ->
                  new MediaFetcher(network)
                      .fetch(
                          "f",
                          "http://silent.example/",
                          byDeadline ? BRIEF : LIMITS,
                          directory,
                          cancelled::get));
      assertThat(ended.code())
          .isEqualTo(byDeadline ? ErrorCode.FETCH_REFUSED : ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void resolvesRealNamesThroughTheSystem() throws Exception {
    try (OutboundNetwork network = OutboundNetwork.open(AddressPolicy.publicOnly())) {
      assertThat(refusal(network, "http://localhost:" + trap.port() + "/", LIMITS))
          .hasMessageContaining("has a host without a public internet address");
    }
    try (OutboundNetwork network =
        OutboundNetwork.open(AddressPolicy.exempting("127.0.0.0/8,::1/128"))) {
      assertThat(new UrlPolicy(network).vet("voice_url", "http://localhost/").host())
          .isEqualTo("localhost");
    }
  }

  private FetchedMedia fetch(OutboundNetwork network, String url, FetchLimits limits) {
    return new MediaFetcher(network).fetch("voice_url", url, limits, directory, CancelSignal.NEVER);
  }

  private MynahException refusal(OutboundNetwork network, String url, FetchLimits limits) {
    MynahException refused =
        catchThrowableOfType(MynahException.class, () -> fetch(network, url, limits));
    assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThat(directory).isEmptyDirectory();
    return refused;
  }

  /** Deaf to interrupts, as the system's resolver is. */
  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
