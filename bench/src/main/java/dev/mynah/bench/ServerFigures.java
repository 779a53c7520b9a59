package dev.mynah.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a whole server from outside, the way a caller meets it: start, clone, first byte,
 * throughput, memory. All traffic stays on loopback, and the server it starts is ended with it.
 */
@Command(
    name = "server",
    description =
        "Starts a server on loopback and measures start, clone, latency, throughput and memory.",
    mixinStandardHelpOptions = true)
final class ServerFigures implements Callable<Integer> {
  private static final String SHORT_SENTENCE = "Your table is ready.";
  private static final String PARAGRAPH =
      "The ferry leaves the island a little after six, when the light is low and the water is"
          + " still. Most evenings there are only a few of us on board. The captain tells the same"
          + " three stories, and nobody minds, because he tells them well.";
  private static final int WARM_UPS = 30;
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(1);

  @Option(
      names = "--launcher",
      description = "The mynah script (default: ${DEFAULT-VALUE}).",
      defaultValue = "./mynah")
  private Path launcher = Path.of("./mynah");

  @Option(
      names = "--requests",
      description = "Spoken requests before memory is read (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int requests = 1000;

  @Option(
      names = "--reference",
      description = "Recording to clone; without it a preset voice speaks one of 15 seconds.")
  private @Nullable Path reference;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("mynah-bench");
    try (ServerProcess first = ServerProcess.start(launcher.toAbsolutePath(), data)) {
      print("first start to ready, s (new data folder)", first.readySeconds());
    }
    try (ServerProcess server = ServerProcess.start(launcher.toAbsolutePath(), data)) {
      print("second start to ready, s", server.readySeconds());
      measure(server);
    } finally {
      deleteFolder(data);
    }
    return 0;
  }

  private void measure(ServerProcess server) throws IOException, InterruptedException {
    byte[] recording = reference == null ? speakReference(server) : Files.readAllBytes(reference);
    String voice = measureClone(server, recording);
    for (int i = 0; i < WARM_UPS; i++) {
      speak(server, SHORT_SENTENCE, voice, "mp3");
    }
    for (String format : List.of("pcm", "mp3")) {
      List<Double> toAnswer = new ArrayList<>();
      List<Double> toByte = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        timeSpeech(server, voice, format, toAnswer, toByte);
      }
      print("short sentence, " + format + ", POST to answer, ms", Percentiles.of(toAnswer));
      print("short sentence, " + format + ", POST to first audio byte, ms", Percentiles.of(toByte));
    }
    print("resident memory before the load, MiB", server.residentMebibytes());
    long begin = System.nanoTime();
    long characters = 0;
    for (int i = 0; i < requests; i++) {
      speak(server, PARAGRAPH, voice, "mp3");
      characters += PARAGRAPH.length();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    print("requests answered in turn, a second", requests / seconds);
    print("characters spoken, a second", characters / seconds);
    print("resident memory after " + requests + " requests, MiB", server.residentMebibytes());
  }

  private byte[] speakReference(ServerProcess server) throws IOException, InterruptedException {
    ObjectNode body = json.createObjectNode().put("text", PARAGRAPH).put("format", "wav");
    return download(URI.create(post(server, "/fish/tts", body).path("audio_url").asText()));
  }

  private String measureClone(ServerProcess server, byte[] recording)
      throws IOException, InterruptedException {
    HttpServer files =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext(
        "/reference.wav",
        exchange -> {
          exchange.sendResponseHeaders(200, recording.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(recording);
          }
        });
    files.start();
    try {
      String url = "http://127.0.0.1:" + files.getAddress().getPort() + "/reference.wav";
      List<Double> seconds = new ArrayList<>();
      String voice = "";
      for (int i = 0; i < 5; i++) {
        long begin = System.nanoTime();
        ObjectNode body = json.createObjectNode().put("voice_url", url).put("title", "bench " + i);
        voice = post(server, "/fish/voices", body).path("data").path("_id").asText();
        seconds.add((System.nanoTime() - begin) / 1e9);
      }
      print("first clone after start, s", seconds.get(0));
      print("clone, s", Percentiles.of(seconds.subList(1, seconds.size())));
      return voice;
    } finally {
      files.stop(0);
    }
  }

  private void timeSpeech(
      ServerProcess server, String voice, String format, List<Double> toAnswer, List<Double> toByte)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    URI audio = speak(server, SHORT_SENTENCE, voice, format);
    toAnswer.add((System.nanoTime() - begin) / 1e6);
    HttpRequest get = HttpRequest.newBuilder(audio).timeout(REQUEST_LIMIT).build();
    try (InputStream body = client.send(get, BodyHandlers.ofInputStream()).body()) {
      if (body.read() < 0) {
        throw new IOException("the audio is empty");
      }
      toByte.add((System.nanoTime() - begin) / 1e6);
      body.transferTo(OutputStream.nullOutputStream());
    }
  }

  private URI speak(ServerProcess server, String text, String voice, String format)
      throws IOException, InterruptedException {
    ObjectNode body =
        json.createObjectNode().put("text", text).put("reference_id", voice).put("format", format);
    return URI.create(post(server, "/fish/tts", body).path("audio_url").asText());
  }

  private JsonNode post(ServerProcess server, String path, ObjectNode body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.base().resolve(path))
            .timeout(REQUEST_LIMIT)
            .header("authorization", "Bearer " + ServerProcess.TOKEN)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode());
    }
    return json.readTree(response.body());
  }

  private byte[] download(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(REQUEST_LIMIT).build();
    return client.send(request, BodyHandlers.ofByteArray()).body();
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void print(String what, double value) {
    System.out.printf("%-60s %10.2f%n", what, value);
  }

  private static void print(String what, Percentiles times) {
    System.out.printf(
        "%-60s %10.2f  p99 %.2f  max %.2f%n", what, times.p50(), times.p99(), times.max());
  }
}
