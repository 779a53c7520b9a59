package dev.mynah.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Asks a server for streamed speech, as a client of {@code POST /v1/tts} does. */
final class SpeechStream {
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(2);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client;
  private final URI address;

  SpeechStream(HttpClient client, URI base) {
    this.client = client;
    this.address = base.resolve("/v1/tts");
  }

  /**
   * What to ask for.
   *
   * @param format mp3, wav, pcm or opus
   * @param latency low, balanced or normal
   * @param sampleRate Hz
   */
  record Order(String text, String format, String latency, int sampleRate) {}

  /**
   * Sends the request and waits for the answer's header.
   *
   * @return the audio as it comes
   * @throws IOException if the server refuses
   */
  InputStream open(Order order) throws IOException, InterruptedException {
    Map<String, Object> body =
        Map.of(
            "text",
            order.text(),
            "format",
            order.format(),
            "latency",
            order.latency(),
            "sample_rate",
            order.sampleRate());
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(REQUEST_LIMIT)
            .header("authorization", "Bearer " + ServerProcess.TOKEN)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      try (InputStream refusal = response.body()) {
        int unused = refusal.readAllBytes().length;
      }
      throw new IOException("/v1/tts answered " + response.statusCode());
    }
    return response.body();
  }
}
