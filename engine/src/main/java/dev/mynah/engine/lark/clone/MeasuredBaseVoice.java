package dev.mynah.engine.lark.clone;

import dev.mynah.engine.lark.synthesis.LarkNetwork;
import dev.mynah.engine.spi.EngineException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Measures the network's own voice once, when first asked. Safe for any number of threads. */
final class MeasuredBaseVoice implements BaseVoiceSource {
  private final LarkNetwork network;
  private final String networkId;
  private final Function<String, long[]> phonemeIds;
  private @Nullable BaseVoice measured;

  /**
   * Prepares the measurement.
   *
   * @param network whose voice it is
   * @param networkId first 16 hex digits of its SHA-256
   * @param phonemeIds turns phonemes into what the network takes, with the 0 at both ends
   */
  MeasuredBaseVoice(LarkNetwork network, String networkId, Function<String, long[]> phonemeIds) {
    this.network = network;
    this.networkId = networkId;
    this.phonemeIds = phonemeIds;
  }

  @Override
  public synchronized BaseVoice get() throws EngineException {
    if (measured == null) {
      BaseVoiceMeasurement measurement = new BaseVoiceMeasurement();
      for (String phonemes : BaseSentences.phonemes()) {
        measurement.add(network.run(phonemeIds.apply(phonemes), 1));
      }
      measured = measurement.finish(networkId);
    }
    return measured;
  }
}
