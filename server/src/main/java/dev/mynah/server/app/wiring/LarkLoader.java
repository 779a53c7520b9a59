package dev.mynah.server.app.wiring;

import dev.mynah.engine.lark.LarkEngine;
import dev.mynah.engine.lark.preset.PresetVoices;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelFile;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.voice.PresetVoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Opens Lark, the built-in engine, with its preset voices. */
public final class LarkLoader implements EngineLoader {
  /** One thread a text gives the most speech in all; the workers share the cores. */
  private static final int NETWORK_THREADS = 1;

  private static final String MODEL = "lark";
  private static final String NETWORK_FILE = "hibari.onnx";
  private static final int NETWORK_ID_DIGITS = 16;

  /** Ids that clients of the hosted services name without asking; the presets take them in turn. */
  private static final List<String> KNOWN_IDS =
      List.of(
          "9a9cf47702da476aa4629e2506d4a857",
          "ca3007f96ae7499ab87d27ea3599956a",
          "d7900c21663f485ab63ebdb7e5905036",
          "933563129e564b19a115bedd57b7406a");

  @Override
  public LoadedEngine open(Configuration configuration, ModelProgress progress)
      throws ModelException, EngineException {
    ModelStore store = new ModelStore(configuration.models(), configuration.modelMirror());
    Path model = store.ensure(MODEL, progress);
    String networkId = networkId(store);
    return new LoadedEngine(LarkEngine.open(model, NETWORK_THREADS), presets(networkId));
  }

  private static String networkId(ModelStore store) throws ModelException {
    return store.status(MODEL).manifest().files().stream()
        .filter(file -> file.path().equals(NETWORK_FILE))
        .map(ModelFile::sha256)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Lark's manifest names its network"))
        .substring(0, NETWORK_ID_DIGITS);
  }

  private static List<PresetVoice> presets(String networkId) {
    List<PresetVoice> presets = new ArrayList<>();
    for (var preset : PresetVoices.all(networkId, LarkEngine.VERSION)) {
      List<String> aliases = new ArrayList<>();
      aliases.add(preset.name().toLowerCase(Locale.ROOT));
      if (presets.size() < KNOWN_IDS.size()) {
        aliases.add(KNOWN_IDS.get(presets.size()));
      }
      presets.add(
          new PresetVoice(
              preset.id(),
              aliases,
              preset.name(),
              preset.description(),
              preset.tags(),
              List.of(Locale.forLanguageTag(preset.language()).getLanguage()),
              preset.profile()));
    }
    return presets;
  }
}
