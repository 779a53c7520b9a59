package dev.mynah.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Other people's JavaScript programs in folders of their own, fetched once for a machine by npm.
 * Needs {@code node}, {@code npm} and, the first time, the network.
 */
final class JavaScriptClients {
  private JavaScriptClients() {}

  /**
   * Runs a script that lies beside this class, under {@code clients}, to its end.
   *
   * @param programs the list of programs it needs, which lies there too
   * @param oldestNode release of Node.js that they need; if this machine's is older, npm fetches
   *     one
   * @param modules further scripts that it imports
   * @return what it printed
   */
  static String run(
      String programs,
      int oldestNode,
      String script,
      Map<String, String> environment,
      String... modules)
      throws Exception {
    ForeignProgram.require("node", script);
    ForeignProgram.require("npm", script);
    List<String> wanted = new ArrayList<>(ClientHome.programs(programs));
    boolean ownNode = nodeRelease() < oldestNode;
    if (ownNode) {
      wanted.add("node@" + oldestNode);
    }
    Path home = ClientHome.of("npm", String.join("\n", wanted), place -> install(place, wanted));
    String node = ownNode ? home.resolve("node_modules/.bin/node").toString() : "node";
    Path folder = ClientHome.scripts(home, PythonClients.withFirst(script, modules));
    try {
      return ForeignProgram.run(List.of(node, folder.resolve(script).toString()), environment);
    } finally {
      ClientHome.delete(folder);
    }
  }

  private static int nodeRelease() throws IOException, InterruptedException {
    String version = ForeignProgram.run(List.of("node", "--version"), Map.of()).strip();
    return Integer.parseInt(version.substring(1, version.indexOf('.')));
  }

  private static void install(Path home, List<String> programs)
      throws IOException, InterruptedException {
    Files.writeString(home.resolve("package.json"), "{\"private\":true}");
    List<String> command =
        new ArrayList<>(
            List.of(
                "npm",
                "install",
                "--prefix",
                home.toString(),
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--no-package-lock"));
    command.addAll(programs);
    ForeignProgram.install(command, Map.of());
  }
}
