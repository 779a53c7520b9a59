package dev.mynah.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.http.HttpServer;
import dev.mynah.server.http.HttpSettings;
import dev.mynah.server.testing.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OpsRoutesTest {
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private final Metrics metrics = new Metrics();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    ReadinessCheck check =
        new ReadinessCheck() {
          @Override
          public String name() {
            return "disk";
          }

          @Override
          public Optional<String> problem() {
            return Optional.ofNullable(problem.get());
          }
        };
    server =
        HttpServer.start(
            HttpSettings.listeningOn("127.0.0.1", 0),
            List.of(new OpsRoutes(List.of(check), metrics)),
            IdSource.random()::uuid,
            metrics);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isAliveEvenWhenNotReady() throws IOException {
    problem.set("the data folder is full");

    assertThat(get("/healthz").status()).isEqualTo(200);
    RawHttp.Reply ready = get("/readyz");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.text())
        .isEqualTo("{\"status\":\"not ready\",\"checks\":{\"disk\":\"the data folder is full\"}}");
  }

  @Test
  void isReadyWhenAllIsWell() throws IOException {
    RawHttp.Reply ready = get("/readyz");

    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.text()).isEqualTo("{\"status\":\"ready\",\"checks\":{\"disk\":\"ok\"}}");
  }

  @Test
  void countsRequestsByRouteAndTellsNoSecrets() throws IOException {
    get("/healthz?token=secret");
    get("/secret-path");

    await()
        .until(
            () -> {
              String text = get("/metrics").text();
              return text.contains("route=\"/healthz\",status=\"200\"")
                  && text.contains("route=\"unmatched\",status=\"404\"");
            });
    RawHttp.Reply figures = get("/metrics");
    assertThat(figures.header("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(figures.text())
        .contains("mynah_http_requests_seconds_bucket", "jvm_memory_used_bytes")
        .doesNotContain("secret");
  }

  private RawHttp.Reply get(String path) throws IOException {
    return RawHttp.exchange(
        server.port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  }
}
