package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.analysis.PitchTracker;
import dev.mynah.engine.lark.preset.PresetVoice;
import dev.mynah.engine.lark.preset.PresetVoices;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.ConfigurationLoader;
import dev.mynah.server.app.config.MachineDefaults;
import dev.mynah.server.app.wiring.LarkLoader;
import dev.mynah.server.app.wiring.MynahServer;
import dev.mynah.server.app.wiring.Opening;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The server as {@code mynah serve} puts it together, with Lark and its model. */
public final class RealServer implements AutoCloseable {
  /** Some twelve seconds of English. */
  static final String PASSAGE =
      "The lighthouse keeper climbed the narrow stairs every evening, counting each step aloud."
          + " From the gallery he watched the fishing boats come home, one after another, and"
          + " waved to those he knew. When the last was in, he lit the lamp.";

  /** Variables that say where the model is; no other setting of this machine may have a say. */
  private static final List<String> MODEL_VARIABLES = List.of("MYNAH_MODELS", "MYNAH_MODEL_MIRROR");

  // Native libraries stay loaded, and so must lie where no test's end deletes them.
  private static final Path NATIVE_CACHE = Path.of("target", "cache").toAbsolutePath();

  public final Api client;
  private final MynahServer server;

  private RealServer(MynahServer server) {
    this.server = server;
    this.client = new Api(server.address(), server.firstKey().orElseThrow().key());
  }

  /**
   * Starts a server on an empty data folder; recordings and callbacks may be on loopback.
   *
   * @param more settings by key, which win over those of the tests
   */
  public static RealServer start(Path data, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("data", data.toString());
    settings.put("port", "0");
    settings.put("fetch-allow", "127.0.0.0/8");
    settings.put("callback-lifetime", "5s");
    settings.put("callback-delay", "50ms");
    settings.put("stop-grace", "5s");
    settings.put("recognizer", "none"); // costs time; tests that listen ask for one
    settings.putAll(more);
    int cores = Runtime.getRuntime().availableProcessors();
    MachineDefaults machine = MachineDefaults.of(System.getenv(), System.getProperties(), cores);
    Configuration configuration =
        new ConfigurationLoader(modelVariables(), machine).load(settings).configuration();
    Clock clock = Clock.systemUTC();
    Opening opening = new Opening(new LarkLoader(), NATIVE_CACHE, "Mynah test", clock);
    return new RealServer(MynahServer.start(configuration, opening, ModelProgress.NONE, clock));
  }

  /** Returns where it answers, without a path. */
  public String address() {
    return server.address();
  }

  /** Returns a client without a key. */
  Api stranger() {
    return new Api(server.address(), null);
  }

  /** Returns the variables of this process that say where models are. */
  static Map<String, String> modelVariables() {
    Map<String, String> variables = new TreeMap<>(System.getenv());
    variables.keySet().retainAll(MODEL_VARIABLES);
    return variables;
  }

  /** Returns the presets' median pitch by name, Hz. */
  static Map<String, Double> presetPitches() throws Exception {
    Map<String, Double> pitches = new TreeMap<>();
    for (PresetVoice preset : PresetVoices.all("0".repeat(16), "1")) {
      pitches.put(preset.name(), Math.exp(LarkProfileCodec.read(preset.profile().bytes()).logF0()));
    }
    return pitches;
  }

  /** Returns a text as a voice speaks it, a file of this format at 24 kHz. */
  static byte[] spoken(Api client, String voice, String text, String format) {
    Api.Reply reply =
        client.post(
            "/fish/tts",
            Map.of("text", text, "reference_id", voice, "format", format, "sample_rate", 24_000));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    Api.Reply audio = client.get(reply.json().path("audio_url").asText());
    assertThat(audio.status()).isEqualTo(200);
    return audio.http().body();
  }

  /** Returns the median pitch of speech, Hz. */
  static double medianPitch(Pcm speech) {
    float[] voiced = PitchTracker.track(speech).sortedVoiced();
    assertThat(voiced).as("voiced frames").hasSizeGreaterThan(20);
    return voiced[voiced.length / 2];
  }

  @Override
  public void close() {
    server.close();
  }
}
