package dev.mynah.server.it;

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

/** The server as {@code mynah serve} puts it together, with an engine that hums. */
public final class ToneServer implements AutoCloseable {
  public static final String KEY = "test-" + "0123456789abcdef".repeat(2);
  public static final String VOICE = "a".repeat(32);

  // Native libraries stay loaded, and so must lie where no test's end deletes them.
  private static final Path NATIVE_CACHE = Path.of("target", "cache").toAbsolutePath();

  public final ToneEngine engine = new ToneEngine("1");
  public final Api client;
  private final MynahServer server;

  private ToneServer(Configuration configuration, Clock clock) throws Exception {
    Opening opening =
        new Opening(
            (loaded, progress) -> new LoadedEngine(engine, List.of(voice(engine)), () -> {}),
            NATIVE_CACHE,
            "Mynah test",
            clock);
    server = MynahServer.start(configuration, opening, ModelProgress.NONE, clock);
    client = new Api(server.address(), KEY);
  }

  private static PresetVoice voice(ToneEngine engine) {
    return new PresetVoice(
        VOICE, List.of("hum"), "Hum", "Hums.", List.of("test"), List.of("en"), engine.voice(200));
  }

  /** Starts a server whose URLs may lead to loopback. */
  public static ToneServer start(Path data, Map<String, String> more) throws Exception {
    return start(data, more, Clock.systemUTC());
  }

  /**
   * Starts a server whose URLs may lead to loopback.
   *
   * @param more settings by key, which win over those of the tests
   */
  public static ToneServer start(Path data, Map<String, String> more, Clock clock)
      throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("data", data.toString());
    settings.put("port", "0");
    settings.put("token", KEY);
    settings.put("fetch-allow", "127.0.0.0/8");
    settings.put("callback-delay", "50ms");
    settings.put("stop-grace", "2s");
    settings.put("least-free-disk", "0");
    settings.putAll(more);
    MachineDefaults machine = new MachineDefaults(data, data.resolve("cache"), 2);
    return new ToneServer(
        new ConfigurationLoader(Map.of(), machine).load(settings).configuration(), clock);
  }

  /** Returns what is answered over HTTP, each as its method, a space and its path. */
  List<String> routes() {
    return server.routes();
  }

  /** Returns where it is, e.g. {@code http://127.0.0.1:8080}. */
  public String address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
