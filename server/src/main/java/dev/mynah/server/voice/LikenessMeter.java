package dev.mynah.server.voice;

import dev.mynah.audio.Pcm;
import java.util.Optional;

/** Hears how alike two voices are, where a model for that is installed. For many threads. */
public interface LikenessMeter {
  /** There is none. */
  LikenessMeter NONE =
      new LikenessMeter() {
        @Override
        public boolean installed() {
          return false;
        }

        @Override
        public Optional<Likeness> compare(Pcm one, Pcm other) {
          return Optional.empty();
        }
      };

  /** Returns whether {@link #compare} can tell anything. */
  boolean installed();

  /** Compares two recordings; empty if one holds too little speech, or nothing is installed. */
  Optional<Likeness> compare(Pcm one, Pcm other);
}
