package dev.mynah.bench;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/*
 * Listeners at the pace of the sound. Each plays raw samples in blocks of 100 ms: block k is due at
 * t0 + lead + k * 100 ms, where t0 is the arrival of the first byte and the lead is what players
 * keep buffered. A block that isn't there when it is due is an underrun; the player then waits for
 * it and goes on from there, as players do. Nobody reads ahead of the block after the one played.
 */
final class Listeners {
  private static final int BLOCKS_A_SECOND = 10;
  private static final long BLOCK_NANOS = TimeUnit.SECONDS.toNanos(1) / BLOCKS_A_SECOND;
  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int BYTES_A_SAMPLE = 2;
  private static final String TEXT =
      "The ferry leaves the island a little after six, when the light is low and the water is"
          + " still. Most evenings there are only a few of us on board. The captain tells the same"
          + " three stories, and nobody minds, because he tells them well. On the other side the"
          + " lamps are lit one after the other, and the dogs bark at nothing in particular.";

  private final SpeechStream stream;
  private final int sampleRate;

  /**
   * @param sampleRate of the samples asked for, Hz
   */
  Listeners(SpeechStream stream, int sampleRate) {
    this.stream = stream;
    this.sampleRate = sampleRate;
  }

  /**
   * What they heard.
   *
   * @param firstByte from sending a request to the first byte of audio, ms
   * @param streams streams heard to their end
   * @param failures requests refused or broken off
   * @param seconds of sound heard in all
   * @param underruns blocks that came too late
   * @param longestWait of a player for a late block, ms
   */
  record Result(
      Percentiles firstByte,
      int streams,
      int failures,
      double seconds,
      int underruns,
      double longestWait) {}

  /** What one listener heard; used by its thread, then by the one that adds up. */
  private static final class Heard {
    private final List<Double> firstByte = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int streams;
    private long blocks;
    private int underruns;
    private double longestWait;
  }

  /**
   * Lets them listen to one text after another.
   *
   * @param count of listeners, who arrive evenly within the first quarter of the time
   * @param time for which new texts are begun
   */
  Result run(int count, Duration time) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<Future<Heard>> running = new ArrayList<>();
    List<Heard> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long arrival = begin + time.toNanos() / 4 * i / count;
        running.add(threads.submit(() -> listen(arrival, begin + time.toNanos())));
      }
      for (Future<Heard> future : running) {
        all.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("a listener failed", e);
    }
    return sum(all);
  }

  private static Result sum(List<Heard> all) throws IOException {
    List<Double> firstByte = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Heard heard : all) {
      firstByte.addAll(heard.firstByte);
      failures.addAll(heard.failures);
    }
    if (firstByte.isEmpty()) {
      throw new IOException("nobody heard anything: " + new TreeSet<>(failures));
    }
    return new Result(
        Percentiles.of(firstByte),
        all.stream().mapToInt(heard -> heard.streams).sum(),
        failures.size(),
        all.stream().mapToLong(heard -> heard.blocks).sum() * BLOCK_NANOS / 1e9,
        all.stream().mapToInt(heard -> heard.underruns).sum(),
        all.stream().mapToDouble(heard -> heard.longestWait).max().orElse(0));
  }

  private Heard listen(long arrival, long end) throws InterruptedException {
    Heard heard = new Heard();
    sleepUntil(arrival);
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      try (InputStream audio =
          stream.open(new SpeechStream.Order(TEXT, "pcm", "normal", sampleRate))) {
        play(audio, begin, heard);
        heard.streams++;
      } catch (IOException e) {
        heard.failures.add(String.valueOf(e.getMessage()));
        sleepUntil(System.nanoTime() + BLOCK_NANOS);
      }
    }
    return heard;
  }

  private void play(InputStream audio, long begin, Heard heard)
      throws IOException, InterruptedException {
    byte[] block = new byte[BYTES_A_SAMPLE * sampleRate / BLOCKS_A_SECOND];
    int first = audio.read(block, 0, 1);
    if (first < 0) {
      throw new IOException("no audio");
    }
    heard.firstByte.add(StreamLoad.millisSince(begin));
    int filled = 1;
    long due = System.nanoTime() + LEAD_NANOS;
    while (filled + audio.readNBytes(block, filled, block.length - filled) == block.length) {
      heard.blocks++;
      long late = System.nanoTime() - due;
      if (late > 0) {
        heard.underruns++;
        heard.longestWait = Math.max(heard.longestWait, late / 1e6);
        due += late;
      }
      sleepUntil(due - LEAD_NANOS + BLOCK_NANOS);
      due += BLOCK_NANOS;
      filled = 0;
    }
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long wait = nanoTime - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
