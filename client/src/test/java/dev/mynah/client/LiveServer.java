package dev.mynah.client;

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

/** A real server on loopback, with an engine that hums. */
final class LiveServer implements AutoCloseable {
  static final String KEY = "test-" + "0123456789abcdef".repeat(2);
  static final String HUM = "a".repeat(32);
  static final int BYTES_PER_LETTER = 24_000 / 50 * 2; // of PCM at 24 kHz

  // Native libraries stay loaded, and so must lie where no test's end deletes them.
  private static final Path NATIVE_CACHE = Path.of("target", "cache").toAbsolutePath();

  final ToneEngine engine = new ToneEngine("1");
  private final MynahServer server;

  private LiveServer(Configuration configuration) throws Exception {
    PresetVoice hum =
        new PresetVoice(
            HUM, List.of("hum"), "Hum", "Hums.", List.of("test"), List.of("en"), engine.voice(200));
    Opening opening =
        new Opening(
            (loaded, progress) -> new LoadedEngine(engine, List.of(hum), () -> {}),
            NATIVE_CACHE,
            "Mynah test",
            Clock.systemUTC());
    server = MynahServer.start(configuration, opening, ModelProgress.NONE, Clock.systemUTC());
  }

  /** Starts a server that may fetch from, and call back to, loopback. */
  static LiveServer start(Path data) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("data", data.toString());
    settings.put("port", "0");
    settings.put("token", KEY);
    settings.put("fetch-allow", "127.0.0.0/8");
    settings.put("callback-delay", "50ms");
    settings.put("stop-grace", "2s");
    settings.put("least-free-disk", "0");
    settings.put("recognizer", "none");
    MachineDefaults machine = new MachineDefaults(data, data.resolve("cache"), 2);
    return new LiveServer(
        new ConfigurationLoader(Map.of(), machine).load(settings).configuration());
  }

  String address() {
    return server.address();
  }

  /** Returns a client with the key of all rights. */
  MynahClient client() {
    return MynahClient.builder().baseUrl(address()).apiKey(KEY).build();
  }

  @Override
  public void close() {
    server.close();
  }
}
