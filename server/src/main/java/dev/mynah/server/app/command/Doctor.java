package dev.mynah.server.app.command;

import com.sun.management.OperatingSystemMXBean;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelStatus;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.model.ModelVerification;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The checks of `mynah doctor`, each about one thing Mynah needs. */
final class Doctor {
  private static final int OLDEST_JAVA = 21;
  private static final long MIB = 1L << 20;
  private static final long LITTLE_MEMORY = 900 * MIB;
  private static final long LITTLE_DISK = 1024 * MIB;
  private static final int PIP_SECONDS = 20;
  private static final List<String> ONNX_PLATFORMS =
      List.of("linux-amd64", "linux-aarch64", "mac-aarch64", "windows-amd64");

  private Doctor() {}

  /**
   * @param cache folder for unpacked libraries
   */
  static List<Check> checks(Path cache) {
    return List.of(
        new Check("java", configuration -> java()),
        new Check("processor", Doctor::processor),
        new Check("memory", configuration -> memory()),
        new Check("data", configuration -> folder(configuration.data(), "data")),
        new Check("models", configuration -> folder(configuration.models(), "models")),
        new Check("model", Doctor::model),
        new Check("recogniser", Doctor::recognizer),
        new Check("database", Doctor::database),
        new Check("decoder", configuration -> decoder(cache)),
        new Check("port", Doctor::port),
        new Check("pip", Doctor::pip));
  }

  private static Finding java() {
    String seen = Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
    return Runtime.version().feature() >= OLDEST_JAVA
        ? Finding.ok(seen)
        : Finding.failure(
            Topic.JAVA_TOO_OLD, seen, "Install a JDK of " + OLDEST_JAVA + " or newer.");
  }

  private static Finding processor(Configuration configuration) {
    int cores = Runtime.getRuntime().availableProcessors();
    String platform = platform();
    String seen = cores + " core(s), " + platform;
    if (!ONNX_PLATFORMS.contains(platform)) {
      return Finding.failure(
          Topic.PLATFORM_NOT_KNOWN,
          seen,
          "The speech network's runtime has no build for this platform; it has: "
              + String.join(", ", ONNX_PLATFORMS)
              + ".");
    }
    if (configuration.synthesisWorkers() > 2 * cores) {
      return Finding.warning(
          Topic.TOO_MANY_WORKERS,
          seen + " for " + configuration.synthesisWorkers() + " synthesis-workers",
          "Set synthesis-workers to " + cores + ": more only wait for each other.");
    }
    return Finding.ok(seen);
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String name =
        system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "mac" : "linux";
    String architecture = System.getProperty("os.arch", "");
    return name + "-" + (architecture.equals("x86_64") ? "amd64" : architecture);
  }

  private static Finding memory() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    String seen = mebibytes(total) + " in all, heap up to " + mebibytes(maxHeap());
    return total < LITTLE_MEMORY
        ? Finding.warning(
            Topic.LITTLE_MEMORY,
            seen,
            "Mynah needs about 600 MiB under load: close other programs.")
        : Finding.ok(seen);
  }

  private static long maxHeap() {
    return Runtime.getRuntime().maxMemory();
  }

  private static String mebibytes(long bytes) {
    return bytes / MIB + " MiB";
  }

  private static Finding folder(Path folder, String key) throws IOException {
    Path existing = folder;
    while (!Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        return Finding.failure(
            Topic.FOLDER_IMPOSSIBLE,
            folder + " can't be made",
            "Choose another folder with --" + key);
      }
      existing = parent;
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      return Finding.failure(
          Topic.FOLDER_NOT_WRITABLE,
          existing + " can't be written",
          "Give this user the right to write there, or choose another folder with --" + key + ".");
    }
    long free = Files.getFileStore(existing).getUsableSpace();
    String seen = folder + " (" + mebibytes(free) + " free)";
    return free < LITTLE_DISK
        ? Finding.warning(
            Topic.LITTLE_DISK, seen, "Make room, or choose another folder with --" + key + ".")
        : Finding.ok(seen);
  }

  private static Finding model(Configuration configuration) throws ModelException {
    ModelStore store = new ModelStore(configuration.models(), configuration.modelMirror());
    ModelStatus model = store.status(configuration.engine());
    if (!model.installed()) {
      return Finding.warning(
          Topic.MODEL_MISSING,
          model.manifest().name() + " is not here",
          "`mynah serve` fetches it at its start; `mynah models pull` does so now.");
    }
    ModelVerification verification = store.verify(configuration.engine());
    return verification.sound()
        ? Finding.ok(
            "%s %s, every file verified"
                .formatted(model.manifest().name(), model.manifest().version()))
        : Finding.failure(
            Topic.MODEL_DAMAGED,
            String.join("\n", verification.problems()),
            "Repair it with `mynah models pull`.");
  }

  private static Finding recognizer(Configuration configuration)
      throws ModelException, InterruptedException {
    if (configuration.recognizer().equals("none")) {
      return Finding.ok("switched off (recognizer=none)");
    }
    ModelStore store = new ModelStore(configuration.models(), configuration.modelMirror());
    ModelStatus model = store.status(configuration.recognizer());
    if (model.installed()) {
      ModelVerification verification = store.verify(configuration.recognizer());
      return verification.sound()
          ? Finding.ok(model.manifest().name() + ", every file verified")
          : Finding.failure(
              Topic.RECOGNISER_DAMAGED,
              String.join("\n", verification.problems()),
              "Repair it with `mynah models pull " + model.manifest().name() + "`.");
    }
    if (configuration.modelMirror() == null && !answers(List.of("npm"))) {
      return Finding.warning(
          Topic.RECOGNISER_MISSING,
          model.manifest().name() + " is not here, and npm, which could fetch it, is not either",
          "Recordings can't be transcribed: install npm (Debian: apt install npm), or name a"
              + " model-mirror, or set recognizer to none.");
    }
    return Finding.ok(
        model.manifest().name()
            + " is not here; it is fetched when first asked for, or by `mynah models pull "
            + model.manifest().name()
            + "`");
  }

  private static Finding database(Configuration configuration) {
    DatabaseSettings settings =
        DatabaseSettings.of(configuration.databaseUrl(), configuration.data());
    try (Database database = Database.open(settings)) {
      return Finding.ok(database.isSqlite() ? "SQLite in the data folder" : "PostgreSQL");
    } catch (MynahException e) {
      return Finding.failure(
          Topic.DATABASE_CLOSED,
          String.valueOf(e.getMessage()),
          configuration.databaseUrl() == null
              ? "See that this user may read and write the data folder."
              : "See that PostgreSQL runs, and that database-url has its address, user and password.");
    }
  }

  /** Starts the process that reads recordings, with FFmpeg's libraries in it. */
  private static Finding decoder(Path cache) throws InterruptedException {
    try (MediaDecoder decoder = new MediaDecoder(cache.resolve("natives"), 1)) {
      decoder.prepare();
      return Finding.ok("starts in a process of its own");
    } catch (IOException e) {
      return Finding.failure(
          Topic.DECODER_BROKEN,
          String.valueOf(e.getMessage()),
          "Recordings can't be read: make sure that "
              + cache
              + " can be written and executed from.");
    }
  }

  private static Finding port(Configuration configuration) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          new InetSocketAddress(InetAddress.getByName(configuration.host()), configuration.port()));
      return Finding.ok(configuration.host() + ":" + configuration.port() + " is free");
    } catch (IOException e) {
      return Finding.warning(
          Topic.PORT_TAKEN,
          "%s:%d can't be listened on (%s)"
              .formatted(configuration.host(), configuration.port(), e.getMessage()),
          "Fine if a Mynah is running there; otherwise choose another with --port.");
    }
  }

  /** pip matters only as one of the places models come from. */
  private static Finding pip(Configuration configuration) throws InterruptedException {
    for (List<String> form : List.of(List.of("python3", "-m", "pip"), List.of("pip3"))) {
      if (answers(form)) {
        return Finding.ok(String.join(" ", form));
      }
    }
    return Finding.warning(
        Topic.PIP_MISSING,
        "not here",
        configuration.modelMirror() == null
            ? "Without it the model must come from a mirror (model-mirror), or be copied."
            : "The model comes from the configured mirror.");
  }

  private static boolean answers(List<String> program) throws InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.add("--version");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(PIP_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
