package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mynah.server.db.Database;
import dev.mynah.server.task.Task;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Services;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The receivers shown to users, run as they are. {@link WebhookSecretsTest} is their short sibling.
 */
@Tag("long")
@Timeout(120)
class ExampleReceiversTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "callbacks");
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofMinutes(5),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          0.2);

  @ParameterizedTest
  @CsvSource({"python3, receiver.py", "node, receiver.mjs"})
  void takesWhatMynahSignedAndRefusesTheRest(String program, String example, @TempDir Path folder)
      throws Exception {
    assumeTrue(installed(program), program + " is not installed");
    try (Database database = DatabaseKind.SQLITE.open(folder);
        CallbackNode node = new CallbackNode(database, "test", POLICY)) {
      node.write(
          task ->
              ("{\"success\":true,\"task_id\":\"" + task.id() + "\",\"title\":\"Zoë\"}")
                  .getBytes(UTF_8));
      String secret = node.secrets.active(Services.caller("ann").tokenId()).getFirst().text();
      ProcessBuilder builder =
          new ProcessBuilder(program, EXAMPLES.resolve(example).toString(), "0");
      builder.environment().put("MYNAH_WEBHOOK_SECRET", secret);
      Process receiver = builder.redirectErrorStream(true).start();
      try (BufferedReader output = receiver.inputReader(UTF_8)) {
        String greeting = String.valueOf(output.readLine());
        assertThat(greeting).startsWith("listening on port ");
        String url = "http://127.0.0.1:" + greeting.replaceAll("\\D", "") + "/hook";
        assertThat(forged(url)).isEqualTo(401);
        node.start();
        Task first = node.finish(url);
        assertThat(output.readLine()).isEqualTo("task " + first.id() + " succeeded");
        var unused = node.secrets.rotate(first.tokenId(), Duration.ofHours(1));
        Task second = node.finish(url);
        assertThat(output.readLine())
            .as("the old secret still signs")
            .isEqualTo("task " + second.id() + " succeeded");
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> node.webhooks.count(State.DELIVERED) == 2);
      } finally {
        receiver.destroyForcibly().waitFor();
      }
    }
  }

  private static boolean installed(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static int forged(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url))
                  .header("webhook-id", "0")
                  .header("webhook-timestamp", Long.toString(System.currentTimeMillis() / 1000))
                  .header("webhook-signature", "v1,AAAA")
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
