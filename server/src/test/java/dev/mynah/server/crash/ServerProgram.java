package dev.mynah.server.crash;

import dev.mynah.engine.model.ModelProgress;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.ConfigurationLoader;
import dev.mynah.server.app.config.MachineDefaults;
import dev.mynah.server.app.wiring.LoadedEngine;
import dev.mynah.server.app.wiring.MynahServer;
import dev.mynah.server.app.wiring.Opening;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.voice.PresetVoice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The server as {@code mynah serve} puts it together, but with an engine that needs no model. */
final class ServerProgram {
  static final String PRESET_ID = "%032x".formatted(0x9e5e7);
  static final String READY = "READY";
  private static final double PRESET_PITCH = 150; // Hz
  private static final Path NATIVE_CACHE = Path.of("target", "cache").toAbsolutePath();

  private ServerProgram() {}

  /**
   * Runs until it is stopped or killed; says {@link #READY} once it listens.
   *
   * @param arguments settings, each {@code key=value}
   */
  public static void main(String[] arguments) throws Exception {
    boolean started = false;
    try {
      MynahServer server = start(settings(arguments));
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    stopped.countDown();
                  }));
      started = true;
      System.out.println(READY);
      System.out.flush();
      stopped.await();
    } finally {
      if (!started) {
        Runtime.getRuntime().halt(1);
      }
    }
  }

  private static MynahServer start(Map<String, String> settings) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    MachineDefaults machine = MachineDefaults.of(Map.of(), System.getProperties(), cores);
    Configuration configuration =
        new ConfigurationLoader(Map.of(), machine).load(settings).configuration();
    Clock clock = Clock.systemUTC();
    Opening opening =
        new Opening((chosen, progress) -> engine(), NATIVE_CACHE, "Mynah test", clock);
    return MynahServer.start(configuration, opening, ModelProgress.NONE, clock);
  }

  private static LoadedEngine engine() {
    ToneEngine engine = new ToneEngine("1");
    PresetVoice robin =
        new PresetVoice(
            PRESET_ID,
            List.of(),
            "Robin",
            "A preset for tests.",
            List.of("calm"),
            List.of("en"),
            engine.voice(PRESET_PITCH));
    return new LoadedEngine(engine, List.of(robin), () -> {});
  }

  private static Map<String, String> settings(String[] arguments) {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return settings;
  }
}
