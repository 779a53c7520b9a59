package dev.mynah.engine.lark.clone;

import dev.mynah.engine.lark.synthesis.LarkNetwork;
import dev.mynah.engine.spi.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the network's own voice once, when first asked. Safe for any number of threads. */
final class MeasuredBaseVoice implements BaseVoiceSource {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuredBaseVoice.class);

  private final LarkNetwork network;
  private final String networkId;
  private final Function<String, long[]> phonemeIds;
  private final @Nullable BaseVoiceFile file;
  private @Nullable BaseVoice measured;

  /**
   * Prepares the measurement.
   *
   * @param network whose voice it is
   * @param networkId first 16 hex digits of its SHA-256
   * @param phonemeIds turns phonemes into what the network takes, with the 0 at both ends
   * @param folder where the measurement is kept from one start to the next, or null for nowhere
   */
  MeasuredBaseVoice(
      LarkNetwork network,
      String networkId,
      Function<String, long[]> phonemeIds,
      @Nullable Path folder) {
    this.network = network;
    this.networkId = networkId;
    this.phonemeIds = phonemeIds;
    file = folder == null ? null : new BaseVoiceFile(folder, networkId);
  }

  @Override
  public synchronized BaseVoice get() throws EngineException {
    BaseVoice voice = measured;
    if (voice == null) {
      voice = kept().orElse(null);
      if (voice == null) {
        voice = measure();
        keep(voice);
      }
      measured = voice;
    }
    return voice;
  }

  private BaseVoice measure() throws EngineException {
    BaseVoiceMeasurement measurement = new BaseVoiceMeasurement();
    for (String phonemes : BaseSentences.phonemes()) {
      measurement.add(network.run(phonemeIds.apply(phonemes), 1));
    }
    return measurement.finish(networkId);
  }

  private Optional<BaseVoice> kept() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return file.read();
    } catch (IOException e) {
      LOG.warn("The measurement of the base voice can't be read from {}", file.path(), e);
      return Optional.empty();
    }
  }

  /** A folder that can't be written costs a second at the next start, not a voice now. */
  private void keep(BaseVoice voice) {
    if (file == null) {
      return;
    }
    try {
      file.write(voice);
    } catch (IOException e) {
      LOG.warn("The measurement of the base voice can't be kept in {}", file.path(), e);
    }
  }
}
