package dev.mynah.engine.lark.synthesis;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.PcmSink;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Says utterances one after the other: network, voice, rendering, joining. Memory is that of the
 * longest utterance, however many follow each other. Safe for any number of threads, each of which
 * works for itself.
 */
public final class LarkSpeaker {
  private static final int HOP = LarkFrames.HOP_SAMPLES;

  /**
   * Hops rendered between two looks at the cancel signal: 0.2 s of speech, well under 1 ms of work.
   */
  private static final int BLOCK_HOPS = 16;

  private final LarkNetwork network;
  private final ConcurrentLinkedQueue<Workplace> idle = new ConcurrentLinkedQueue<>();

  /** Speaks with a network, which stays the caller's to close. */
  public LarkSpeaker(LarkNetwork network) {
    this.network = network;
  }

  /**
   * Begins to speak what a source gives, an utterance at a time.
   *
   * @param source what to say
   * @param voice how to say it
   * @param speed {@link LarkNetwork#MIN_SPEED} to {@link LarkNetwork#MAX_SPEED}
   * @param seed same source, voice, speed and seed, same sound
   */
  public LarkRun begin(UtteranceSource source, FrameShaper voice, float speed, long seed) {
    return new LarkRun(this, source, voice, speed, seed);
  }

  /**
   * Speaks until the source has no more to say; the arguments are those of {@link #begin}.
   *
   * @param sink where the speech goes
   * @param cancel looked at before and after every network run and every 0.2 s of speech
   * @throws EngineException with {@link EngineError#CANCELLED}, or whatever the source or the
   *     network throw
   * @throws IOException if the sink throws it
   */
  public void speak(
      UtteranceSource source,
      FrameShaper voice,
      float speed,
      long seed,
      PcmSink sink,
      CancelSignal cancel)
      throws EngineException, IOException {
    LarkRun run = begin(source, voice, speed, seed);
    while (run.next(sink, cancel) != null) {
      // the run knows what is next
    }
  }

  /**
   * Says one utterance.
   *
   * @return when its words are heard, by the hops of the utterance
   */
  WordTimes say(
      Utterance utterance,
      FrameShaper voice,
      float speed,
      long seed,
      SpeechJoiner joiner,
      CancelSignal cancel)
      throws EngineException, IOException {
    Workplace workplace = idle.poll();
    if (workplace == null) {
      workplace = new Workplace(new LarkRenderer(), new float[BLOCK_HOPS * HOP]);
    }
    try {
      cancel.throwIfCancelled();
      LarkFrames frames = network.run(utterance.ids(), speed);
      workplace.renderer().begin(frames, voice.shape(frames), seed);
      joiner.beginUtterance(utterance.before());
      HopLevels levels = new HopLevels();
      render(workplace, joiner, levels, cancel);
      joiner.endUtterance();
      return new WordTimes(utterance, frames.idEnds(), levels, speed);
    } finally {
      workplace.renderer().release();
      idle.add(workplace);
    }
  }

  private static void render(
      Workplace workplace, SpeechJoiner joiner, HopLevels levels, CancelSignal cancel)
      throws EngineException, IOException {
    float[] block = workplace.block();
    cancel.throwIfCancelled();
    int hops = workplace.renderer().next(block, 0, BLOCK_HOPS);
    while (hops > 0) {
      levels.add(block, hops);
      joiner.accept(block, hops);
      cancel.throwIfCancelled();
      hops = workplace.renderer().next(block, 0, BLOCK_HOPS);
    }
  }

  /** Memory one thread works in. */
  private record Workplace(LarkRenderer renderer, float[] block) {}
}
