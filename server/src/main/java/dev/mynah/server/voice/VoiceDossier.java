package dev.mynah.server.voice;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to tell of a voice to whoever looks at it.
 *
 * @param voice the voice
 * @param mine whether it is the caller's
 * @param changeable whether the caller's key may change and delete it
 * @param origin how it came to be
 * @param clonedFrom what it was cloned from and on whose word; only for its owner
 * @param engines which engines have a profile of it
 * @param names what its owner calls it besides its id; only for its owner
 * @param making how far its making has come, if it isn't made; only for its owner
 */
public record VoiceDossier(
    Voice voice,
    boolean mine,
    boolean changeable,
    Origin origin,
    Optional<CloneRecord> clonedFrom,
    List<EngineVersion> engines,
    List<String> names,
    @Nullable VoiceInMaking making) {
  public VoiceDossier {
    engines = List.copyOf(engines);
    names = List.copyOf(names);
  }

  /** How a voice came to be. */
  public enum Origin {
    /** It comes with the server. */
    PRESET,
    /** From a recording that was fetched. */
    URL,
    /** From a recording that was sent along. */
    UPLOAD,
    /** From an archive another server wrote. */
    IMPORT,
    /** From a description in words. */
    DESIGN
  }

  /** An engine that has a profile of the voice. */
  public record EngineVersion(String engine, String version) {}
}
