package dev.mynah.engine.lark.synthesis;

/**
 * A voice as a change to the base voice's frames, made before synthesis. Implementations are
 * immutable and safe for any number of threads.
 */
@FunctionalInterface
public interface FrameShaper {
  /** The base voice itself. */
  FrameShaper UNCHANGED = frames -> ShapedFrames.unchanged(frames.f0());

  /** Looks at one utterance; the gains are worked out as they are asked for. */
  ShapedFrames shape(LarkFrames base);
}
