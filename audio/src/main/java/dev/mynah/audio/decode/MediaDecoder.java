package dev.mynah.audio.decode;

import dev.mynah.audio.decode.DecodeLimits.Overlong;
import dev.mynah.audio.decode.MediaException.Code;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decodes files of unknown origin, each in a process of its own, so that a hostile one costs one
 * process. Safe for several threads; closing it kills the decoders still running.
 */
public final class MediaDecoder implements Closeable {
  private static final Duration PREPARATION_TIME = Duration.ofMinutes(2); // on a slow, cold disk
  private static final int MAX_DETAIL_BYTES = 4_096;
  private static final int CPU_LIMIT_EXIT = 128 + 24; // SIGXCPU
  private static final int MIN_RATE = 8_000; // Hz
  private static final int MAX_RATE = 192_000; // Hz

  private final Path nativeCache;
  private final ChildCommand command;
  private final Semaphore places;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final ReentrantLock preparing = new ReentrantLock();
  private volatile boolean prepared;
  private volatile boolean closed;

  /**
   * Makes a decoder; starts nothing yet.
   *
   * @param nativeCache folder for unpacked libraries, kept between runs; made if absent
   * @param maxChildren most decoding processes at once; others wait their turn
   */
  public MediaDecoder(Path nativeCache, int maxChildren) {
    this.nativeCache = nativeCache;
    this.command = new ChildCommand(nativeCache);
    this.places = new Semaphore(maxChildren, true);
  }

  /**
   * Unpacks the libraries and makes later starts fast: once per installation a second or two,
   * afterwards nothing. The first decoding does it otherwise.
   *
   * @throws IOException if the decoder can't be started on this machine
   */
  public void prepare() throws IOException, InterruptedException {
    if (prepared) {
      return;
    }
    preparing.lockInterruptibly();
    try {
      if (!prepared) {
        Files.createDirectories(nativeCache);
        runPreparation();
        prepared = true;
      }
    } finally {
      preparing.unlock();
    }
  }

  private void runPreparation() throws IOException, InterruptedException {
    Path archive = command.archive();
    if (archive != null && Files.exists(archive)) {
      return;
    }
    Path fresh =
        archive == null ? null : archive.resolveSibling(archive.getFileName() + ".new" + pid());
    try {
      Process child =
          command.prepare(fresh).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      running.add(child);
      try {
        child.getOutputStream().close();
        String said = head(child.getErrorStream());
        if (!child.waitFor(PREPARATION_TIME.toSeconds(), TimeUnit.SECONDS)
            || child.exitValue() != 0) {
          throw new IOException("the media decoder can't start on this machine: " + said);
        }
      } finally {
        child.destroyForcibly();
        running.remove(child);
      }
      if (archive != null && Files.exists(fresh)) {
        Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      if (fresh != null) {
        Files.deleteIfExists(fresh);
      }
    }
  }

  /** Decodes a file with {@link DecodeLimits#DEFAULT}. */
  public DecodedMedia decode(Path file, int sampleRate)
      throws MediaException, IOException, InterruptedException {
    return decode(file, MediaHint.NONE, sampleRate, DecodeLimits.DEFAULT);
  }

  /**
   * Decodes the first audio stream of a file to mono.
   *
   * @param file a local file; its name is not looked at
   * @param hint what its bytes don't tell
   * @param sampleRate wanted, 8,000 to 192,000 Hz
   * @throws MediaException if the file can't be read, with a sentence for whoever sent it
   * @throws IOException if this machine is at fault: the file isn't there, no process can be
   *     started
   */
  public DecodedMedia decode(Path file, MediaHint hint, int sampleRate, DecodeLimits limits)
      throws MediaException, IOException, InterruptedException {
    admit(file, sampleRate, limits);
    try {
      DecodedMedia media = run(file, hint, sampleRate, limits);
      if (media.cut() && limits.overlong() == Overlong.REFUSE) {
        throw tooLong(limits);
      }
      return media;
    } finally {
      places.release();
    }
  }

  /**
   * Begins to decode the first audio stream of a file to mono, in constant memory: the decoder
   * waits while its samples aren't read. Takes a place among the processes until it is closed.
   *
   * @param file a local file, there until the stream is closed; its name is not looked at
   * @param hint what its bytes don't tell
   * @param sampleRate wanted, 8,000 to 192,000 Hz
   * @param limits {@link DecodeLimits#wallTime} bounds the wait for a place, and the processor time
   *     where the system can
   * @param longest after which the stream is broken off, however fast it is read
   * @throws MediaException if the file can't be read, or tells that it is too long
   * @throws IOException if this machine is at fault
   */
  public MediaStream open(
      Path file, MediaHint hint, int sampleRate, DecodeLimits limits, Duration longest)
      throws MediaException, IOException, InterruptedException {
    admit(file, sampleRate, limits);
    RunningChild child = null;
    MediaStream opened = null;
    try {
      child = start(file, hint, sampleRate, limits, longest);
      opened = MediaStream.begin(child, sampleRate, limits, places::release);
      return opened;
    } finally {
      if (opened == null) {
        if (child != null) {
          child.close();
        }
        places.release();
      }
    }
  }

  private void admit(Path file, int sampleRate, DecodeLimits limits)
      throws MediaException, IOException, InterruptedException {
    if (sampleRate < MIN_RATE || sampleRate > MAX_RATE) {
      throw new IllegalArgumentException("sample rate out of range: " + sampleRate);
    }
    checkSize(Files.size(file), limits);
    prepare();
    if (!places.tryAcquire(limits.wallTime().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new MediaException(
          Code.BUSY, "Too many recordings are being read at the moment; try again later.");
    }
  }

  private static void checkSize(long bytes, DecodeLimits limits) throws MediaException {
    if (bytes == 0) {
      throw new MediaException(Code.NOT_AUDIO, "The file is empty.");
    }
    if (bytes > limits.inputBytes()) {
      throw new MediaException(
          Code.TOO_LARGE,
          "The file has %d bytes, more than the %d allowed.".formatted(bytes, limits.inputBytes()));
    }
  }

  private DecodedMedia run(Path file, MediaHint hint, int sampleRate, DecodeLimits limits)
      throws MediaException, IOException, InterruptedException {
    try (RunningChild child = start(file, hint, sampleRate, limits, limits.wallTime())) {
      try {
        return child.output(sampleRate, limits).read();
      } catch (ChildFailure failure) {
        throw explained(failure.reason());
      } catch (IOException broken) {
        throw child.died(broken);
      }
    }
  }

  private RunningChild start(
      Path file, MediaHint hint, int sampleRate, DecodeLimits limits, Duration longest)
      throws IOException {
    if (closed) {
      throw new IOException("the decoder is closed");
    }
    long maxSamples = maxSamples(sampleRate, limits);
    Process process = command.decode(file, hint, sampleRate, maxSamples, limits).start();
    running.add(process);
    return new RunningChild(process, longest);
  }

  private static int maxSamples(int sampleRate, DecodeLimits limits) {
    return (int) Math.min(Integer.MAX_VALUE - 64, Math.ceil(limits.outputSeconds() * sampleRate));
  }

  /** A process at work on one file. */
  final class RunningChild implements Closeable {
    private final Process process;
    private final Duration longest;
    private final ChildWatch watch;

    RunningChild(Process process, Duration longest) {
      this.process = process;
      this.longest = longest;
      this.watch = new ChildWatch(process, longest);
    }

    ChildOutput output(int sampleRate, DecodeLimits limits) {
      return new ChildOutput(process.getInputStream(), sampleRate, maxSamples(sampleRate, limits));
    }

    /** Returns why it ended without a result; an exception of this machine if that is at fault. */
    MediaException died(IOException broken) throws IOException, InterruptedException {
      if (closed) {
        throw new IOException("the decoder was closed", broken);
      }
      process.destroyForcibly();
      int exit = process.waitFor();
      String detail =
          "exit %d, %s: %s".formatted(exit, broken.getMessage(), watch.said(MAX_DETAIL_BYTES));
      if (watch.expired() || exit == CPU_LIMIT_EXIT) {
        return new MediaException(
            Code.TIMED_OUT,
            "The recording took longer than %s seconds to read."
                .formatted(seconds(longest.toMillis() / 1_000.0)),
            detail);
      }
      return new MediaException(
          Code.CRASHED,
          "The recording couldn't be read: its data is malformed or takes too much memory.",
          detail);
    }

    @Override
    public void close() {
      watch.close();
      process.destroyForcibly();
      process.onExit().join(); // leaves no zombie behind
      running.remove(process);
    }
  }

  static MediaException tooLong(DecodeLimits limits) {
    return new MediaException(
        Code.TOO_LONG,
        "The recording is longer than the %s seconds allowed."
            .formatted(seconds(limits.outputSeconds())));
  }

  static MediaException explained(ChildProtocol.Reason reason) {
    return switch (reason) {
      case NOT_AUDIO ->
          new MediaException(
              Code.NOT_AUDIO,
              "The file isn't a recording in a format that can be read: WAV, MP3, M4A, AAC, FLAC,"
                  + " Ogg, WebM, AIFF, CAF, AU or AMR.");
      case NO_AUDIO_STREAM -> new MediaException(Code.NO_AUDIO_STREAM, "The file holds no sound.");
      case UNSUPPORTED ->
          new MediaException(
              Code.UNSUPPORTED, "The sound in the file is coded in a way that isn't supported.");
      case DAMAGED ->
          new MediaException(Code.DAMAGED, "The recording is damaged: no sound can be read of it.");
    };
  }

  /** Kills the decoders still running; decodings under way fail. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
  }

  private static String head(InputStream stream) throws IOException {
    return new String(stream.readNBytes(MAX_DETAIL_BYTES), StandardCharsets.UTF_8);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds == Math.rint(seconds) ? "%.0f" : "%.1f", seconds);
  }
}
