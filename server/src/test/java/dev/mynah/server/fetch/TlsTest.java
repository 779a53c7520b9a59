package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted fetches, from a server whose certificate is made for the test. */
@Timeout(60)
class TlsTest {
  private static final String PUBLIC = "93.184.216.34";
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final FetchLimits LIMITS = FetchLimits.AUDIO.withTimes(LONG, LONG, LONG);

  @TempDir static Path keys;
  private static SSLContext context;

  @TempDir Path directory;
  private final ConcurrentLinkedQueue<String> namesAskedFor = new ConcurrentLinkedQueue<>();
  private final TestNetwork internet =
      new TestNetwork()
          .name("voice.example", PUBLIC)
          .name("other.example", PUBLIC)
          .name("silent.example", PUBLIC);
  private RawServer server;

  /** One key store serves as the server's identity and as what the client trusts. */
  @BeforeAll
  static void makeCertificate() throws Exception {
    Path file = keys.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=voice.example",
                "-ext",
                "SAN=dns:voice.example",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(keys.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(Files.readString(keys.resolve("keytool.log"))).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory identity =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(store, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    context = SSLContext.getInstance("TLS");
    context.init(identity.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @BeforeEach
  void open() throws Exception {
    SSLServerSocket listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, TestNetwork.address("127.0.0.1"));
    SSLParameters parameters = listening.getSSLParameters();
    parameters.setSNIMatchers(List.of(new RecordingMatcher(namesAskedFor)));
    listening.setSSLParameters(parameters);
    server =
        new RawServer(
            listening,
            (request, out) ->
                out.write(
                    (request.startsWith("GET /down ")
                            ? "HTTP/1.1 302 Go\r\nLocation: http://voice.example/\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nRIFF")
                        .getBytes(StandardCharsets.US_ASCII)));
    internet.server(PUBLIC, server.port());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void speaksTlsInTheNameOfTheUrlToTheVettedAddress() throws Exception {
    try (OutboundNetwork network = internet.open(TestNetwork.publicOnly(), context)) {
      FetchedMedia media = fetch(network, "https://voice.example/a.wav", LIMITS);

      assertThat(media.file()).hasContent("RIFF");
      assertThat(namesAskedFor).containsExactly("voice.example");
      assertThat(internet.lookUps()).containsExactly("voice.example");
      assertThat(server.requests().getFirst()).contains("\r\nHost: voice.example\r\n");
    }
  }

  @Test
  void refusesACertificateOfAnotherName() throws Exception {
    try (OutboundNetwork network = internet.open(TestNetwork.publicOnly(), context)) {
      assertInsecure(network, "https://other.example/a.wav");
      assertInsecure(network, "https://" + PUBLIC + "/a.wav");
    }
  }

  @Test
  void refusesACertificateNobodyTrusts() throws Exception {
    try (OutboundNetwork network =
        internet.open(TestNetwork.publicOnly(), SSLContext.getDefault())) {
      assertInsecure(network, "https://voice.example/a.wav");
    }
  }

  @Test
  void refusesAServerThatDoesNotSpeakTls() throws Exception {
    try (RawServer plain = RawServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n");
        OutboundNetwork network =
            internet.server(PUBLIC, plain.port()).open(TestNetwork.publicOnly(), context)) {
      FetchLimits brief = LIMITS.withTimes(Duration.ofMillis(200), LONG, LONG);

      // It waits for the end of a request line that never comes.
      assertThat(refusal(network, "https://voice.example/", brief))
          .hasMessage("voice_url could not be reached in time.");
    }
  }

  @Test
  void isNotLedFromAnEncryptedUrlToAnUnencryptedOne() throws Exception {
    try (OutboundNetwork network = internet.open(TestNetwork.publicOnly(), context)) {
      assertThat(refusal(network, "https://voice.example/down", LIMITS))
          .hasMessage(
              "voice_url redirects to a URL that is not encrypted, though the URL before it"
                  + " was.");
      assertThat(internet.connections()).hasSize(1);
    }
  }

  /** Each byte of a record starts a socket's own timeout anew; the guard must end it. */
  @Test
  void endsADripInsideATlsRecordWhenTheTimeIsUp() throws Exception {
    FetchLimits brief = LIMITS.withTimes(LONG, LONG, Duration.ofMillis(400));
    try (ServerSocket listening = new ServerSocket(0, 5, TestNetwork.address("127.0.0.1"));
        OutboundNetwork network =
            internet
                .server(PUBLIC, listening.getLocalPort())
                .open(TestNetwork.publicOnly(), context)) {
      Thread drip = Thread.ofVirtual().start(() -> drip(listening));

      assertThat(refusal(network, "https://silent.example/", brief))
          .hasMessage("voice_url took longer than 0.4 seconds in all.");
      drip.join();
    }
  }

  /** Begins a handshake record of 16,384 bytes and sends one byte of it every 20 ms. */
  private static void drip(ServerSocket listening) {
    try (Socket socket = listening.accept()) {
      socket.getOutputStream().write(new byte[] {22, 3, 3, 0x40, 0});
      while (true) {
        socket.getOutputStream().write(2);
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    } catch (IOException e) {
      return; // the client has gone, as it should
    }
  }

  private FetchedMedia fetch(OutboundNetwork network, String url, FetchLimits limits) {
    return new MediaFetcher(network).fetch("voice_url", url, limits, directory, CancelSignal.NEVER);
  }

  private void assertInsecure(OutboundNetwork network, String url) {
    assertThat(refusal(network, url, LIMITS))
        .hasMessage(
            "voice_url could not be reached securely: its certificate or TLS version is not"
                + " acceptable.");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("GET"));
  }

  private MynahException refusal(OutboundNetwork network, String url, FetchLimits limits) {
    MynahException refused =
        catchThrowableOfType(MynahException.class, () -> fetch(network, url, limits));
    assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThat(directory).isEmptyDirectory();
    return refused;
  }

  private static final class RecordingMatcher extends SNIMatcher {
    private final ConcurrentLinkedQueue<String> names;

    RecordingMatcher(ConcurrentLinkedQueue<String> names) {
      super(StandardConstants.SNI_HOST_NAME);
      this.names = names;
    }

    @Override
    public boolean matches(SNIServerName name) {
      names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
      return true;
    }
  }
}
