package dev.mynah.engine.lark.synthesis;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.PcmSink;
import dev.mynah.engine.spi.SpeechRun;
import dev.mynah.engine.spi.SpokenStretch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A text that Lark is speaking, an utterance at a time. */
public final class LarkRun implements SpeechRun {
  private final LarkSpeaker speaker;
  private final UtteranceSource source;
  private final FrameShaper voice;
  private final float speed;
  private final SpeechJoiner joiner;
  private final PassedOn passedOn = new PassedOn();
  private long seed;

  LarkRun(LarkSpeaker speaker, UtteranceSource source, FrameShaper voice, float speed, long seed) {
    this.speaker = speaker;
    this.source = source;
    this.voice = voice;
    this.speed = speed;
    this.seed = seed;
    this.joiner = new SpeechJoiner(passedOn, speed);
  }

  @Override
  public @Nullable SpokenStretch next(PcmSink sink, CancelSignal cancel)
      throws EngineException, IOException {
    Utterance utterance = source.next();
    if (utterance == null) {
      return null;
    }
    seed = GaussianNoise.mix(seed + 1);
    passedOn.begin(sink);
    sink.beginning(utterance.start(), utterance.end());
    WordTimes times = speaker.say(utterance, voice, speed, seed, joiner, cancel);
    return new SpokenStretch(
        utterance.start(),
        utterance.end(),
        passedOn.samples,
        times.places(joiner, passedOn.samples));
  }

  /** The sink of the stretch under way, and how much went to it. */
  private static final class PassedOn implements PcmSink {
    private PcmSink sink = samples -> {};
    private long samples;

    void begin(PcmSink next) {
      sink = next;
      samples = 0;
    }

    @Override
    public void accept(float[] fresh) throws IOException {
      samples += fresh.length;
      sink.accept(fresh);
    }
  }
}
