package dev.mynah.server.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the machine's packages, with the tools that belong to it: the one for other tests
 * comes without them.
 */
final class InstalledPostgres implements AutoCloseable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path folder;
  private final int port;

  private InstalledPostgres(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Starts an empty one; skips the test, and says so, where none is installed. */
  static InstalledPostgres start() throws IOException, InterruptedException {
    Path programs = programs();
    Path folder = Files.createTempDirectory("mynah-postgres");
    InstalledPostgres postgres = new InstalledPostgres(programs, folder, freePort());
    postgres.begin();
    return postgres;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Path programs() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(VERSIONS)) {
      try (Stream<Path> versions = Files.list(VERSIONS)) {
        versions
            .map(version -> version.resolve("bin"))
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .filter(bin -> Files.isExecutable(bin.resolve("pg_dump")))
            .forEach(found::add);
      }
    }
    assumeTrue(!found.isEmpty(), "NOT TRIED: backup of PostgreSQL needs the package postgresql");
    return found.getFirst();
  }

  private void begin() throws IOException, InterruptedException {
    if (isRoot()) { // PostgreSQL refuses to run as root
      ForeignProgram.run(List.of("chown", "postgres", folder.toString()), Map.of());
    }
    String data = folder.resolve("data").toString();
    run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
    run(
        "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c fsync=off",
        "start");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    ForeignProgram.run(command, Map.of());
  }

  /** Makes an empty database. */
  void create(String database) throws IOException, InterruptedException {
    run("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "postgres", database);
  }

  /** Returns the address of a database, as PostgreSQL's own tools take it. */
  String url(String database) {
    return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
  }

  /** Returns the address of a database as Java takes it. */
  String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
  }

  /** Returns the folder of its tools. */
  Path tools() {
    return programs;
  }

  @Override
  public void close() throws IOException {
    try {
      run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ClientHome.delete(folder);
  }
}
