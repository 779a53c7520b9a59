package dev.mynah.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param heap bytes after a collection
 * @param resident bytes of memory the system has given
 * @param threads alive
 * @param files open, sockets among them
 */
record Held(long heap, long resident, int threads, long files) {
  /** Heap that caches with a bound may still fill after the warm-up. */
  private static final long HEAP_SLACK = 12L << 20;

  /** Code the compiler makes, arenas of malloc, stacks of threads that have run deeper. */
  private static final long RESIDENT_SLACK = 64L << 20;

  private static final int THREAD_SLACK = 4; // those of pools that come and go
  private static final int FILE_SLACK = 8; // connections kept open by pools

  static Held now() throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return new Held(heap, residentBytes(), Thread.getAllStackTraces().size(), files.count());
    }
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("this system doesn't tell a process's resident memory");
  }

  boolean isNoMoreThan(Held before) {
    return heap <= before.heap + HEAP_SLACK
        && resident <= before.resident + RESIDENT_SLACK
        && threads <= before.threads + THREAD_SLACK
        && files <= before.files + FILE_SLACK;
  }
}
