package dev.mynah.client;

import static dev.mynah.client.Capability.CHANGE_VOICES;
import static dev.mynah.client.Capability.CLONE_FROM_FILE;
import static dev.mynah.client.Capability.CLONE_FROM_URL;
import static dev.mynah.client.Capability.CLONE_LATER;
import static dev.mynah.client.Capability.LIVE_SPEECH;
import static dev.mynah.client.Capability.SPEAK_LATER;
import static dev.mynah.client.Capability.SPEECH;
import static dev.mynah.client.Capability.STREAMING;
import static dev.mynah.client.Capability.TASKS;
import static dev.mynah.client.Capability.TIMED_SPEECH;
import static dev.mynah.client.Capability.TRANSCRIPTION;
import static dev.mynah.client.Capability.VOICES;
import static dev.mynah.client.Capability.WALLET;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whom a client talks to. It decides the address, the dialect, and what can be asked for; anything
 * else is refused by {@link UnsupportedByServiceException} before a byte is sent.
 */
public enum Service {
  /** A server of one's own. It speaks both dialects; each call takes the richer one. */
  MYNAH("Mynah", "http://127.0.0.1:8080", EnumSet.allOf(Capability.class)),

  /**
   * Fish Audio's own API, {@code /v1} and {@code /model}. It has no tasks and downloads nothing.
   */
  FISH_AUDIO(
      "Fish Audio",
      "https://api.fish.audio",
      EnumSet.of(
          CLONE_FROM_FILE,
          VOICES,
          CHANGE_VOICES,
          SPEECH,
          STREAMING,
          TIMED_SPEECH,
          LIVE_SPEECH,
          TRANSCRIPTION,
          WALLET)),

  /**
   * Ace Data Cloud's fish service, {@code /fish}. Speech is a file that is downloaded when it is
   * whole; voices are made of one URL.
   */
  ACE_DATA_CLOUD(
      "Ace Data Cloud",
      "https://api.acedata.cloud",
      EnumSet.of(CLONE_FROM_URL, CLONE_LATER, VOICES, SPEECH, SPEAK_LATER, TASKS));

  private final String label;
  private final URI baseUrl;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy, whose type can't say so
  private final Set<Capability> capabilities;

  Service(String label, String baseUrl, Set<Capability> capabilities) {
    this.label = label;
    this.baseUrl = URI.create(baseUrl);
    this.capabilities = Set.copyOf(capabilities);
  }

  /** Returns its name as people write it. */
  public String label() {
    return label;
  }

  /** Returns the address a client talks to unless told another. */
  public URI defaultBaseUrl() {
    return baseUrl;
  }

  /** Returns all it can do. */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /** Returns whether it can do this. */
  public boolean supports(Capability capability) {
    return capabilities.contains(capability);
  }

  /**
   * Throws if it can't do this.
   *
   * @throws UnsupportedByServiceException naming service and capability
   */
  void require(Capability capability) {
    if (!supports(capability)) {
      throw new UnsupportedByServiceException(this, capability, "");
    }
  }
}
