package dev.mynah.server.app.config;

import dev.mynah.engine.model.ModelStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What defaults depend on.
 *
 * @param userData folder for this user's lasting data
 * @param userCache folder for what can be fetched again
 * @param cores processors this process may use
 */
public record MachineDefaults(Path userData, Path userCache, int cores) {
  /** Returns those of this process, as the operating system has them. */
  public static MachineDefaults of(
      Map<String, String> environment, Map<?, ?> systemProperties, int cores) {
    Path models = ModelStore.defaultRoot(environment, systemProperties);
    Path cache = models.getParent();
    return new MachineDefaults(
        dataFolder(environment, systemProperties), cache == null ? models : cache, cores);
  }

  private static Path dataFolder(Map<String, String> environment, Map<?, ?> systemProperties) {
    String system = String.valueOf(systemProperties.get("os.name")).toLowerCase(Locale.ROOT);
    Path home = Path.of(String.valueOf(systemProperties.get("user.home")));
    if (system.startsWith("windows")) {
      String local = environment.get("LOCALAPPDATA");
      Path base = local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
      return base.resolve("mynah").resolve("data");
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Application Support").resolve("mynah");
    }
    String xdg = environment.get("XDG_DATA_HOME");
    Path base =
        xdg == null || !xdg.startsWith("/")
            ? home.resolve(".local").resolve("share")
            : Path.of(xdg);
    return base.resolve("mynah");
  }

  String expand(String declared) {
    return declared
        .replace("${user-data}", userData.toString())
        .replace("${user-cache}", userCache.toString())
        .replace("${cores}", Integer.toString(cores));
  }
}
