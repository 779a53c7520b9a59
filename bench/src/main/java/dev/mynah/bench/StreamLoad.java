package dev.mynah.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A number of clients, each of which asks for a short sentence, takes all of it as fast as it
 * comes, and asks for the next one.
 */
final class StreamLoad {
  private static final List<String> SENTENCES =
      List.of(
          "Your table is ready.",
          "The train leaves at nine.",
          "I'll be right with you.",
          "Please hold the line.",
          "That is all for today.");
  private static final int MAX_FAILURES = 20;

  private final SpeechStream stream;

  StreamLoad(SpeechStream stream) {
    this.stream = stream;
  }

  /**
   * What was measured.
   *
   * @param firstByte from sending the request to the first byte of audio, ms
   * @param whole from sending the request to the end of the audio, ms
   * @param answers answered requests
   * @param failures requests refused or broken off
   * @param perSecond answered requests a second
   */
  record Result(
      Percentiles firstByte, Percentiles whole, int answers, int failures, double perSecond) {}

  /** Times of one client's requests, ms. */
  private record Times(List<Double> firstByte, List<Double> whole, List<String> failures) {
    static Times none() {
      return new Times(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    Times and(Times more) {
      firstByte.addAll(more.firstByte);
      whole.addAll(more.whole);
      failures.addAll(more.failures);
      return this;
    }
  }

  /**
   * Runs the clients side by side.
   *
   * @throws IOException if nothing at all was answered
   */
  Result run(int clients, String format, String latency, int sampleRate, Duration time)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    Times all = Times.none();
    List<Future<Times>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < clients; client++) {
        int first = client;
        running.add(threads.submit(() -> ask(first, format, latency, sampleRate, end)));
      }
      for (Future<Times> future : running) {
        all.and(future.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e);
    }
    if (all.whole().isEmpty()) {
      throw new IOException(
          "no answer in " + format + ": " + String.join("; ", new TreeSet<>(all.failures())));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Result(
        Percentiles.of(all.firstByte()),
        Percentiles.of(all.whole()),
        all.whole().size(),
        all.failures().size(),
        all.whole().size() / seconds);
  }

  private Times ask(int first, String format, String latency, int sampleRate, long end)
      throws InterruptedException {
    Times times = Times.none();
    byte[] buffer = new byte[1 << 14];
    for (int turn = first;
        System.nanoTime() < end && times.failures().size() < MAX_FAILURES;
        turn++) {
      String text = SENTENCES.get(turn % SENTENCES.size());
      long begin = System.nanoTime();
      try (InputStream audio =
          stream.open(new SpeechStream.Order(text, format, latency, sampleRate))) {
        if (audio.read(buffer) < 0) {
          throw new IOException("no audio");
        }
        double firstByte = millisSince(begin);
        audio.transferTo(OutputStream.nullOutputStream());
        times.firstByte().add(firstByte);
        times.whole().add(millisSince(begin));
      } catch (IOException e) {
        times.failures().add(String.valueOf(e.getMessage()));
      }
    }
    return times;
  }

  static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
