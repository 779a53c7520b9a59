package dev.mynah.server.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.server.testing.WebPeer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the commands of the documentation are tried: a server as {@code mynah serve} starts it, a
 * folder with {@code ./mynah}, {@code reading.wav} and {@code reading.mp3} in it, and a web server
 * that stands for {@code https://example.com}. docs/README.md lists what is put in for what.
 */
final class ManualDesk implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final String ADDRESS = "http://127.0.0.1:8080";
  private static final Pattern KEY_LINE =
      Pattern.compile("(token|webhooks secret) \\w+ (ID|KEY)\\b");
  private static final Pattern VOICE_LINE = Pattern.compile("(voices \\w+) ID\\b");
  private static final Pattern DELIVERY_LINE = Pattern.compile("(webhooks replay) ID\\b");

  private final Path folder;
  private final Map<String, String> environment;
  private final WebPeer peer = new WebPeer();
  private final ServedCommand server;
  private final CommandGate gate;
  private final HttpClient web = HttpClient.newHttpClient();

  /** What a program did. */
  record Ended(int status, String output) {}

  /**
   * @param folder empty, for everything
   */
  ManualDesk(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder.resolve("desk"));
    Map<String, String> variables = new TreeMap<>(RealServer.modelVariables());
    variables.put("MYNAH_DATA", folder.resolve("data").toString());
    variables.put("MYNAH_FETCH_ALLOW", "127.0.0.0/8");
    variables.put("MYNAH_RECOGNIZER", "moonshine-tiny");
    variables.put("MYNAH_CALLBACK_DELAY", "50ms");
    this.environment = Map.copyOf(variables);
    variables.put("MYNAH_PORT", "0");
    this.server = ServedCommand.start(variables, List.of("serve"));
    this.gate = new CommandGate(environment, folder);
    gate.writeProgram(this.folder.resolve("mynah"));
    Path programs = Files.createDirectories(this.folder.resolve("bin"));
    Path curl = programs.resolve("curl"); // an answer that tells of an error is a failure
    Files.writeString(curl, "#!/bin/sh\nPATH=$REAL_PATH exec curl --fail-with-body \"$@\"\n");
    if (!curl.toFile().setExecutable(true)) {
      throw new IOException(curl + " can't be made a program");
    }
    for (String format : List.of("wav", "mp3")) {
      byte[] reading = speak(RealServer.PASSAGE, format);
      Files.write(this.folder.resolve("reading." + format), reading);
      peer.serve("/reading." + format, reading);
    }
  }

  private byte[] speak(String text, String format) throws IOException, InterruptedException {
    return call("/v1/tts", Map.of("text", text, "format", format, "reference_id", "maren"));
  }

  private byte[] call(String path, Map<String, ?> body) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        web.send(
            HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("authorization", "Bearer " + server.key())
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        new ObjectMapper().writeValueAsBytes(body)))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw new IOException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  /**
   * Returns what a reader would have typed: addresses, keys and ids of this desk in their places.
   */
  String filledIn(String text) throws IOException, InterruptedException {
    String filled =
        text.replace(ADDRESS, server.address())
            .replace("ws" + ADDRESS.substring(4), "ws" + server.address().substring(4))
            .replace("https://example.com", peer.url(""))
            .replace("https://api.acedatacloud.com", server.address())
            .replace("https://api.fish.audio", server.address())
            .replace("/var/lib/mynah", environment.get("MYNAH_DATA"))
            .replace("/var/backups", folder.resolve("backups").toString())
            .replace("KEY=...", "KEY=" + server.key())
            .replace("YOUR_KEY", server.key());
    if (filled.contains("THE _id FROM ABOVE")) {
      filled = filled.replace("THE _id FROM ABOVE", newVoice());
    }
    Matcher keys = KEY_LINE.matcher(filled);
    if (keys.find()) {
      String id = newKey();
      filled = keys.replaceAll(line -> line.group().replaceAll("(ID|KEY)$", id));
    }
    if (VOICE_LINE.matcher(filled).find()) {
      filled = VOICE_LINE.matcher(filled).replaceAll("$1 " + newVoice());
    }
    return DELIVERY_LINE.matcher(filled).find()
        ? DELIVERY_LINE.matcher(filled).replaceAll("$1 " + deadCallback())
        : filled;
  }

  private String newVoice() throws IOException, InterruptedException {
    byte[] answer =
        call(
            "/fish/voices",
            Map.of("voice_url", peer.url("/reading.wav"), "title", "A voice of the manual"));
    return new ObjectMapper().readTree(answer).path("data").path("_id").asText();
  }

  private String newKey() throws IOException, InterruptedException {
    Ended ended = shell("./mynah token create --name manual --json");
    return new ObjectMapper().readTree(ended.output()).path("id").asText();
  }

  /** Lets a callback be refused for good, and returns its id. */
  private String deadCallback() throws IOException, InterruptedException {
    peer.answerCallbacks(number -> 410);
    call("/fish/tts", Map.of("text", "Hello.", "callback_url", peer.url("/gone")));
    await().atMost(Duration.ofSeconds(30)).until(() -> !deadCallbacks().isEmpty());
    peer.answerCallbacks(number -> 200);
    return deadCallbacks().path(0).path("id").asText();
  }

  /** Lets a callback come, and returns Python that reads it as a receiver has it in hand. */
  String receivedInPython() throws IOException, InterruptedException {
    int before = peer.callbacks().size();
    call("/fish/tts", Map.of("text", "Hello.", "callback_url", peer.url("/hook")));
    await().atMost(Duration.ofSeconds(30)).until(() -> peer.callbacks().size() > before);
    WebPeer.Callback callback = peer.callbacks().getLast();
    Files.writeString(folder.resolve("callback.body"), callback.body());
    Files.write(
        folder.resolve("callback.headers"),
        new ObjectMapper().writeValueAsBytes(callback.headers()));
    return """
        import json
        body = open("callback.body").read()
        headers = json.load(open("callback.headers"))
        """;
  }

  /** Returns the secret that callbacks of the first key are signed with. */
  String webhookSecret() throws IOException, InterruptedException {
    JsonNode keys = new ObjectMapper().readTree(shell("./mynah token list --json").output());
    for (JsonNode key : keys) {
      if (key.path("name").asText().equals("first key")) {
        String said = shell("./mynah webhooks secret show " + key.path("id").asText()).output();
        return said.substring(said.indexOf("whsec_")).split("\\s", 2)[0];
      }
    }
    throw new IOException("no first key among " + keys);
  }

  private JsonNode deadCallbacks() throws IOException, InterruptedException {
    return new ObjectMapper().readTree(shell("./mynah webhooks list --state dead --json").output());
  }

  /** Runs a script as a reader's shell does; what an earlier one exported is there. */
  Ended shell(String script) throws IOException, InterruptedException {
    Path kept = folder.resolve("exported");
    String whole =
        """
        set -euo pipefail
        [ ! -f '%1$s' ] || . '%1$s'
        trap 'export -p >%1$s' EXIT
        set -a
        %2$s
        """
            .formatted(kept, script);
    return run(List.of("bash", "-c", whole));
  }

  /** Forgets what scripts exported, as a new page does. */
  void newPage() throws IOException {
    Files.deleteIfExists(folder.resolve("exported"));
  }

  /** Runs a program in the folder. */
  Ended run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> variables = builder.environment();
    String path = variables.getOrDefault("PATH", "");
    variables.keySet().removeIf(name -> name.startsWith("MYNAH_"));
    variables.put("REAL_PATH", path);
    variables.put("PATH", folder.resolve("bin") + File.pathSeparator + path);
    variables.put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    String said = Files.readString(output);
    Files.delete(output);
    return new Ended(ended ? process.exitValue() : -1, said);
  }

  Path folder() {
    return folder;
  }

  String address() {
    return server.address();
  }

  String key() {
    return server.key();
  }

  @Override
  public void close() {
    web.close();
    gate.close();
    server.close();
    peer.close();
  }
}
