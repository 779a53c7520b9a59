package dev.mynah.server.it;

import dev.mynah.server.failure.MynahException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server on a small disk of its own, and what can happen to that disk. Runs in a namespace in
 * which it may mount. Takes a command a line: start, stop, fill, free, protect, unprotect; answers
 * each with a line, {@code ok ...} or {@code failed ...}.
 */
final class FaultProgram {
  private final Path disk;
  private final Path data;
  private @Nullable ToneServer server;

  private FaultProgram(Path disk) {
    this.disk = disk;
    this.data = disk.resolve("data");
  }

  /** Argument: where the small disk is mounted. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    FaultProgram program = new FaultProgram(Path.of(arguments[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = in.readLine(); command != null; command = in.readLine()) {
      out.println(program.answer(command));
    }
    Runtime.getRuntime().halt(0); // the test has gone
  }

  private String answer(String command) {
    try {
      return "ok " + run(command);
    } catch (MynahException refused) {
      return "failed " + refused.getMessage();
    } catch (Exception broken) {
      return "failed " + broken;
    }
  }

  private String run(String command) throws Exception {
    switch (command) {
      case "start" -> {
        ToneServer started = ToneServer.start(data, Map.of("database-timeout", "1s"));
        server = started;
        return started.address();
      }
      case "stop" -> {
        if (server != null) {
          server.close();
          server = null;
        }
      }
      case "fill" -> fill();
      case "free" -> Files.delete(filler());
      case "protect" -> {
        // A second mount over the first: the first one has files open for writing.
        mount("--bind", data.toString(), data.toString());
        mount("-o", "remount,bind,ro", data.toString());
      }
      case "unprotect" -> execute("umount", data.toString());
      case "list" -> {
        return list(data.resolve("work")) + list(data.resolve("blobs").resolve("unfinished")) + "";
      }
      default -> throw new IllegalArgumentException(command);
    }
    return "";
  }

  private static long list(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      // Not counted: the lock by which a server holds its place in the folder.
      return files.filter(file -> Files.isRegularFile(file) && !file.endsWith("lock")).count();
    }
  }

  private Path filler() {
    return disk.resolve("filler");
  }

  private void fill() throws IOException {
    try (FileChannel channel =
        FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int size = 1 << 20; size > 0; size /= 2) {
        while (written(channel, size)) {
          // Once more, until this much doesn't fit.
        }
      }
    }
  }

  private static boolean written(FileChannel channel, int size) {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    try {
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      return true;
    } catch (IOException full) {
      return false;
    }
  }

  private static void mount(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "mount";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    execute(command);
  }

  private static void execute(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }
}
