package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client of the server, as a stranger would write it. */
public final class Api {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ExchangeCheck CONTRACT = new ExchangeCheck();

  private final String baseUrl;
  private final @Nullable String key;

  /** Talks to the server at this address with this key, or without one. */
  public Api(String baseUrl, @Nullable String key) {
    this.baseUrl = baseUrl;
    this.key = key;
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param json its body, a missing node if that isn't JSON
   * @param http all of it
   */
  public record Reply(int status, JsonNode json, HttpResponse<byte[]> http) {
    public String code() {
      return json.path("error").path("code").asText();
    }

    public String message() {
      return json.path("error").path("message").asText();
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  /** Returns the key this client shows. */
  public String key() {
    return String.valueOf(key);
  }

  public Reply post(String path, String body) {
    return send(postRequest(path, body));
  }

  public Reply post(String path, Map<String, ?> body) {
    return post(path, JSON.valueToTree(body).toString());
  }

  /** Sends a request under a name, so that it can be repeated. */
  public Reply postOnce(String idempotencyKey, String path, Map<String, ?> body) {
    String json = JSON.valueToTree(body).toString();
    return send(postRequest(path, json).header("idempotency-key", idempotencyKey));
  }

  CompletableFuture<Reply> postLater(String path, Map<String, ?> body) {
    return CLIENT
        .sendAsync(
            postRequest(path, JSON.valueToTree(body).toString()).build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(Api::reply);
  }

  public Reply get(String pathOrUrl, String... headers) {
    HttpRequest.Builder request = request(pathOrUrl).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  public Reply head(String pathOrUrl) {
    return send(request(pathOrUrl).HEAD());
  }

  public Reply delete(String path) {
    return send(request(path).DELETE());
  }

  public Reply patch(String path, String body) {
    return send(
        request(path)
            .header("content-type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
  }

  /** Sends a form with one file, as clients do. */
  public Reply upload(
      String path,
      String field,
      String fileName,
      String mediaType,
      byte[] file,
      String... headers) {
    byte[] head =
        ("--edge\r\nContent-Disposition: form-data; name=\""
                + field
                + "\"; filename=\""
                + fileName
                + "\"\r\nContent-Type: "
                + mediaType
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = "\r\n--edge--\r\n".getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "multipart/form-data; boundary=edge")
            .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, file, tail)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** Follows a task until it has finished, as a polling client does. */
  public JsonNode finishedTask(String taskId) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              Reply reply = post("/fish/tasks", Map.of("id", taskId));
              assertThat(reply.status()).isEqualTo(200);
              assertThat(reply.json().path("response").isObject()).isTrue();
              return reply.json();
            },
            task -> task.has("finished_at"));
  }

  HttpRequest.Builder postRequest(String path, String body) {
    return request(path)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
  }

  HttpRequest.Builder request(String pathOrUrl) {
    URI uri = URI.create(pathOrUrl.startsWith("http") ? pathOrUrl : baseUrl + pathOrUrl);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    return request;
  }

  Reply send(HttpRequest.Builder request) {
    return reply(exchanged(request.build()));
  }

  /** Sends a request and holds it and its answer against the OpenAPI document. */
  Reply sendRecorded(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    HttpResponse<byte[]> response = exchanged(built);
    Exchange exchange = Exchange.of(built, response);
    assertThat(CONTRACT.problems(exchange))
        .as("what the OpenAPI document doesn't say about %s", exchange)
        .isEmpty();
    return reply(response);
  }

  private static HttpResponse<byte[]> exchanged(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Reply reply(HttpResponse<byte[]> response) {
    JsonNode json = JSON.missingNode();
    String type = response.headers().firstValue("content-type").orElse("");
    if (type.equals("application/json") && response.body().length > 0) {
      try {
        json = JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Reply(response.statusCode(), json, response);
  }
}
