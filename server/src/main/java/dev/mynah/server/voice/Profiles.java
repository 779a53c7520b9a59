package dev.mynah.server.voice;

import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;

/** What voices speak with. */
interface Profiles {
  /** None: there is no engine. */
  Profiles NONE =
      new Profiles() {
        @Override
        public VoiceProfile profile(String voiceId) {
          throw MynahException.of(ErrorCode.UNAVAILABLE, "There is no engine to speak with.");
        }

        @Override
        public void forget(String voiceId) {
          // Nothing is held in memory.
        }
      };

  /** Returns the profile of a voice for the engine in use. */
  VoiceProfile profile(String voiceId);

  /** Forgets what is in memory, after a profile was replaced or its voice erased. */
  void forget(String voiceId);
}
