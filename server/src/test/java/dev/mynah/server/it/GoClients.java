package dev.mynah.server.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Drivers of other people's Go modules, built once for a machine. Needs {@code go} and, the first
 * time, the network.
 */
final class GoClients {
  private GoClients() {}

  /**
   * Runs a driver that lies beside this class, under {@code clients}, to its end.
   *
   * @param module the module it needs, with its version
   * @return what it printed
   */
  static String run(String module, String driver, Map<String, String> environment)
      throws Exception {
    ForeignProgram.require("go", driver);
    String source = new String(ClientHome.resource(driver), StandardCharsets.UTF_8);
    Path home = ClientHome.of("go", module + "\n" + source, place -> build(place, module, source));
    return ForeignProgram.run(List.of(home.resolve("driver").toString()), environment);
  }

  private static void build(Path home, String module, String source)
      throws IOException, InterruptedException {
    Files.writeString(home.resolve("main.go"), source);
    ForeignProgram.run(go(home, "mod", "init", "driver"), Map.of());
    ForeignProgram.install(go(home, "get", module), Map.of());
    ForeignProgram.install(go(home, "build", "-o", "driver", "."), Map.of());
  }

  private static List<String> go(Path home, String... arguments) {
    List<String> command = new ArrayList<>(List.of("go", "-C", home.toString()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
