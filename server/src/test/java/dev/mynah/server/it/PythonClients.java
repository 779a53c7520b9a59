package dev.mynah.server.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Other people's Python programs in environments of their own, fetched once for a machine from the
 * package index. Needs {@code python3} and, the first time, the network.
 */
final class PythonClients {
  private PythonClients() {}

  /**
   * Runs a script that lies beside this class, under {@code clients}, to its end.
   *
   * @param programs the list of programs it needs, which lies there too; each list has an
   *     environment of its own, since programs may not get on with one another
   * @param modules further scripts that it imports
   * @return what it printed
   */
  static String run(
      String programs, String script, Map<String, String> environment, String... modules)
      throws Exception {
    ForeignProgram.require("python3", script);
    Path home = home(ClientHome.programs(programs));
    Path folder = ClientHome.scripts(home, withFirst(script, modules));
    try {
      Map<String, String> variables = new HashMap<>(environment);
      variables.put("PYTHONDONTWRITEBYTECODE", "1");
      return ForeignProgram.run(
          List.of(home.resolve("bin/python").toString(), folder.resolve(script).toString()),
          variables);
    } finally {
      ClientHome.delete(folder);
    }
  }

  /**
   * Returns the interpreter that finds the programs of a list; skips the test where there is none.
   */
  static Path interpreter(String programs) throws IOException, InterruptedException {
    ForeignProgram.require("python3", programs);
    return home(ClientHome.programs(programs)).resolve("bin/python");
  }

  static List<String> withFirst(String script, String... modules) {
    List<String> scripts = new ArrayList<>(List.of(script));
    scripts.addAll(Arrays.asList(modules));
    return scripts;
  }

  private static Path home(List<String> programs) throws IOException, InterruptedException {
    return ClientHome.of("python", String.join("\n", programs), home -> install(home, programs));
  }

  private static void install(Path home, List<String> programs)
      throws IOException, InterruptedException {
    ForeignProgram.run(List.of("python3", "-m", "venv", "--clear", home.toString()), Map.of());
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("bin/pip").toString(),
                "install",
                "--quiet",
                "--disable-pip-version-check"));
    command.addAll(programs);
    ForeignProgram.install(command, Map.of());
  }
}
