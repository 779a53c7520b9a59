package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Walks the table of refused URLs past a listening socket that nobody may reach. */
class RefusalTableTest {
  private static final String PUBLIC = "93.184.216.34";
  private static final InetAddress PUBLIC_ADDRESS = TestNetwork.address(PUBLIC);
  private static final FetchLimits LIMITS =
      FetchLimits.AUDIO.withTimes(
          Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));

  @TempDir Path directory;
  private LoopbackTrap trap;
  private TestNetwork internet;
  private OutboundNetwork network;

  @BeforeEach
  void open() throws Exception {
    trap = new LoopbackTrap();
    internet = RefusedUrls.names(new TestNetwork());
    network = internet.open(TestNetwork.publicOnly());
  }

  @AfterEach
  void close() throws Exception {
    network.close();
    trap.close();
  }

  @Test
  void theTableIsLongEnoughToMeanSomething() {
    List<String> urls = RefusedUrls.all(1);

    assertThat(urls).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(250);
  }

  @TestFactory
  List<DynamicTest> refusesToFetch() {
    return RefusedUrls.all(trap.port()).stream()
        .map(url -> DynamicTest.dynamicTest(visible(url), () -> refusesToFetch(url)))
        .toList();
  }

  private void refusesToFetch(String url) throws Exception {
    MynahException refused = catchThrowableOfType(MynahException.class, () -> fetch(url));

    assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThat(refused.field()).contains("voice_url");
    assertThat(refused.getMessage()).startsWith("voice_url ").endsWith(".");
    assertThat(internet.connections()).isEmpty();
    assertThat(directory).isEmptyDirectory();
    trap.assertNobodyCame();
  }

  @TestFactory
  List<DynamicTest> refusesToCallBack() {
    return RefusedUrls.all(trap.port()).stream()
        .map(url -> DynamicTest.dynamicTest(visible(url), () -> refusesToCallBack(url)))
        .toList();
  }

  private void refusesToCallBack(String url) throws Exception {
    OutboundPost post = new OutboundPost(network, PostLimits.DEFAULT);

    MynahException refused =
        catchThrowableOfType(MynahException.class, () -> post.vetCallbackUrl("callback_url", url));
    PostOutcome outcome = post.post(url, new byte[] {'{', '}'}, Map.of(), CancelSignal.NEVER);

    boolean unresolvable = RefusedUrls.isUnresolvable(url); // let through now, never delivered
    FailureKind expected = unresolvable ? FailureKind.UNRESOLVED : FailureKind.REFUSED;
    if (!unresolvable) {
      assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED);
      assertThat(refused.field()).contains("callback_url");
    }
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PostOutcome.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(expected));
    assertThat(internet.connections()).isEmpty();
    trap.assertNobodyCame();
  }

  @TestFactory
  List<DynamicTest> refusesToFollow() {
    return RefusedUrls.all(trap.port()).stream()
        .filter(RefusalTableTest::fitsIntoHeader)
        .map(url -> DynamicTest.dynamicTest(visible(url), () -> refusesToFollow(url)))
        .toList();
  }

  /** The first hop is public; whatever it says next, no other address may be connected to. */
  private void refusesToFollow(String url) throws Exception {
    TestNetwork own = RefusedUrls.names(new TestNetwork()).name("start.example", PUBLIC);
    try (RawServer server = RawServer.redirectingTo(url);
        OutboundNetwork ownNetwork =
            own.server(PUBLIC, server.port()).open(TestNetwork.publicOnly())) {
      MynahException refused =
          catchThrowableOfType(
              MynahException.class,
              () ->
                  new MediaFetcher(ownNetwork)
                      .fetch(
                          "voice_url",
                          "http://start.example/a.wav",
                          LIMITS,
                          directory,
                          CancelSignal.NEVER));

      assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED);
      assertThat(own.connections())
          .isNotEmpty()
          .allSatisfy(to -> assertThat(to.getAddress()).isEqualTo(PUBLIC_ADDRESS));
      assertThat(directory).isEmptyDirectory();
      trap.assertNobodyCame();
    }
  }

  @Test
  void theTrapSpringsWhenAddressesAreExempted() throws Exception {
    AddressPolicy open = AddressPolicy.exempting("127.0.0.0/8,::1/128,0.0.0.0/32");
    List<String> hosts =
        trap.hasIpv6()
            ? List.of("127.0.0.1", "localhost", "0.0.0.0", "127\u30020\u30020\u30021", "[::1]")
            : List.of("127.0.0.1", "localhost", "0.0.0.0", "127\u30020\u30020\u30021");
    FetchLimits brief =
        LIMITS.withTimes(Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofSeconds(1));

    for (String host : hosts) {
      try (OutboundNetwork exempting = internet.open(open)) {
        MediaFetcher fetcher = new MediaFetcher(exempting);
        String url = "http://" + host + ":" + trap.port() + "/";
        int before = internet.connections().size();

        assertThat(
                catchThrowableOfType(
                    MynahException.class,
                    () -> fetcher.fetch("f", url, brief, directory, CancelSignal.NEVER)))
            .hasMessageContaining("stopped answering");
        assertThat(internet.connections().size()).as(host).isGreaterThan(before);
        assertThat(catchThrowableOfType(AssertionError.class, trap::assertNobodyCame))
            .as(host)
            .isNotNull();
      }
      trap.close();
      trap = new LoopbackTrap();
    }
  }

  private FetchedMedia fetch(String url) {
    return new MediaFetcher(network).fetch("voice_url", url, LIMITS, directory, CancelSignal.NEVER);
  }

  private static boolean fitsIntoHeader(String url) {
    return !url.isBlank()
        && url.codePoints().noneMatch(c -> c < ' ' || c == 0x7F || (c >= 0xD800 && c <= 0xDFFF));
  }

  /** Writes what a report can't show as figures. */
  private static String visible(String url) {
    StringBuilder text = new StringBuilder();
    url.codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c < 0x7F) {
                text.append((char) c);
              } else {
                text.append(String.format("{%X}", c));
              }
            });
    return text.toString();
  }
}
