package dev.mynah.server.voice;

import dev.mynah.server.token.Principal;

/** The voices there are. */
public interface VoiceCatalogue {

  /**
   * Returns a voice the caller may see, found by its id or an alias.
   *
   * @throws dev.mynah.server.failure.MynahException with NOT_FOUND, the same for a voice that isn't
   *     there and one that isn't the caller's
   */
  Voice visible(String id, Principal principal);

  /** Returns a part of the list of voices the caller may see. */
  VoicePage list(VoiceQuery query, Principal principal);
}
