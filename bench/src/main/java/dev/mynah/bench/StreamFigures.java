package dev.mynah.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures streamed speech from outside: how long a listener waits for the first byte and for the
 * whole of a short sentence, by format and number of clients, and whether listeners at the pace of
 * the sound ever wait. Takes about three minutes with its defaults; all traffic stays on loopback.
 */
@Command(
    name = "stream",
    description =
        "Starts a server on loopback and measures streamed speech: first byte, whole stream,"
            + " underruns.",
    mixinStandardHelpOptions = true)
final class StreamFigures implements Callable<Integer> {
  private static final int OPUS_RATE = 48_000; // Hz
  private static final int USUAL_RATE = 44_100; // Hz
  private static final int ENGINE_RATE = 24_000; // Hz: no resampling
  private static final int WARM_UP_CLIENTS = 4;

  @Option(
      names = "--launcher",
      description = "The mynah script (default: ${DEFAULT-VALUE}).",
      defaultValue = "./mynah")
  private Path launcher = Path.of("./mynah");

  @Option(
      names = "--formats",
      split = ",",
      description = "What to ask for (default: ${DEFAULT-VALUE}).",
      defaultValue = "mp3,wav,pcm,opus")
  private List<String> formats = List.of();

  @Option(
      names = "--clients",
      split = ",",
      description = "Numbers of clients at once (default: ${DEFAULT-VALUE}).",
      defaultValue = "1,8,32")
  private List<Integer> clients = List.of();

  @Option(
      names = "--latencies",
      split = ",",
      description = "Latencies of the first format to compare with one client (default: all).",
      defaultValue = "low,balanced,normal")
  private List<String> latencies = List.of();

  @Option(
      names = "--seconds",
      description = "Length of each measurement (default: ${DEFAULT-VALUE}).",
      defaultValue = "6")
  private int seconds = 6;

  @Option(
      names = "--listeners",
      description = "Listeners at the pace of the sound; 0 for none (default: ${DEFAULT-VALUE}).",
      defaultValue = "0")
  private int listeners;

  @Option(
      names = "--listen-seconds",
      description = "How long new texts are listened to (default: ${DEFAULT-VALUE}).",
      defaultValue = "40")
  private int listenSeconds = 40;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  private final Map<String, Object> figures = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("mynah-bench");
    figures.put("processors", Runtime.getRuntime().availableProcessors());
    figures.put("load_average_before", loadAverage());
    try (ServerProcess server = ServerProcess.start(launcher.toAbsolutePath(), data);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      SpeechStream stream = new SpeechStream(client, server.base());
      measure(new StreamLoad(stream));
      if (listeners > 0) {
        Listeners.Result heard =
            new Listeners(stream, ENGINE_RATE).run(listeners, Duration.ofSeconds(listenSeconds));
        figures.put("listeners", Map.of("count", listeners, "heard", heard));
        say(
            "%d listeners: %.0f s of sound, %d underruns, longest wait %.0f ms, %d failures"
                .formatted(
                    listeners,
                    heard.seconds(),
                    heard.underruns(),
                    heard.longestWait(),
                    heard.failures()));
        say(
            "  first byte p50 %.1f ms, p99 %.1f ms"
                .formatted(heard.firstByte().p50(), heard.firstByte().p99()));
      }
      figures.put("resident_mebibytes", server.residentMebibytes());
    } finally {
      deleteFolder(data);
    }
    figures.put("load_average_after", loadAverage());
    if (json) {
      System.out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(figures));
    }
    return 0;
  }

  private void measure(StreamLoad load) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(seconds);
    for (String format : formats) {
      var unused = load.run(WARM_UP_CLIENTS, format, "normal", rate(format), time);
    }
    List<Map<String, Object>> steps = new ArrayList<>();
    for (String format : formats) {
      for (int count : clients) {
        steps.add(step(load, count, format, "normal", time));
      }
    }
    for (String latency : latencies) {
      steps.add(step(load, 1, formats.getFirst(), latency, time));
    }
    figures.put("short_sentences", steps);
  }

  private Map<String, Object> step(
      StreamLoad load, int count, String format, String latency, Duration time)
      throws IOException, InterruptedException {
    StreamLoad.Result result = load.run(count, format, latency, rate(format), time);
    say(
        ("%-4s %-8s %2d clients: first byte p50 %6.1f  p99 %6.1f ms; whole p50 %6.1f  p99 %6.1f"
                + " ms; %.1f a second, %d failures")
            .formatted(
                format,
                latency,
                count,
                result.firstByte().p50(),
                result.firstByte().p99(),
                result.whole().p50(),
                result.whole().p99(),
                result.perSecond(),
                result.failures()));
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("format", format);
    figure.put("latency", latency);
    figure.put("clients", count);
    figure.put("result", result);
    return figure;
  }

  private void say(String line) {
    if (!json) {
      System.out.println(line);
    }
  }

  private static int rate(String format) {
    return format.equals("opus") ? OPUS_RATE : USUAL_RATE;
  }

  private static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
