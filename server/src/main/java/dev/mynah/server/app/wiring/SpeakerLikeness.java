package dev.mynah.server.app.wiring;

import dev.mynah.audio.Pcm;
import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.speaker.SpeakerEmbedding;
import dev.mynah.engine.speaker.SpeakerEncoder;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.voice.Likeness;
import dev.mynah.server.voice.LikenessMeter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The speaker encoder out of the model store, loaded when voices are first compared. */
final class SpeakerLikeness implements LikenessMeter {
  private static final int HEARD_SECONDS = 20; // of each; more says little more, and costs

  private final ModelStore store;
  private @Nullable SpeakerEncoder loaded; // guarded by this

  SpeakerLikeness(ModelStore store) {
    this.store = store;
  }

  @Override
  public boolean installed() {
    try {
      return store.status(SpeakerEncoder.MODEL).installed();
    } catch (ModelException e) {
      throw new IllegalStateException("the catalogue has lost a model", e);
    }
  }

  @Override
  public Optional<Likeness> compare(Pcm one, Pcm other) {
    SpeakerEncoder encoder = encoder();
    Optional<SpeakerEmbedding> first = encoder.embed(beginning(one));
    Optional<SpeakerEmbedding> second = encoder.embed(beginning(other));
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    double score = first.get().similarity(second.get());
    return Optional.of(new Likeness(score, dev.mynah.engine.speaker.Likeness.of(score).meaning()));
  }

  private synchronized SpeakerEncoder encoder() {
    SpeakerEncoder ready = loaded;
    if (ready == null) {
      try {
        ready = SpeakerEncoder.open(store.directory(SpeakerEncoder.MODEL));
      } catch (ModelException | EngineException e) {
        throw MynahException.of(
            ErrorCode.UNAVAILABLE,
            "The model that compares voices can't be loaded; try `mynah models verify`.",
            e);
      }
      loaded = ready;
    }
    return ready;
  }

  private static Pcm beginning(Pcm pcm) {
    int most = HEARD_SECONDS * pcm.sampleRate();
    return pcm.samples().length <= most
        ? pcm
        : new Pcm(Arrays.copyOf(pcm.samples(), most), pcm.sampleRate());
  }
}
