package dev.mynah.server.http.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a page needs to know of the server before it asks for anything.
 *
 * @param version of the program
 * @param engine name of what speaks
 * @param languages BCP 47 tags it speaks
 * @param defaultVoice id of the voice that speaks when none is named, or empty
 * @param recognizer name of what writes recordings down, or empty
 * @param formats of audio that can be asked for
 * @param consentRequired whether a clone must come with a statement of consent
 * @param limits what a request may hold
 */
public record ServerFacts(
    String version,
    String engine,
    List<String> languages,
    @JsonProperty("default_voice") String defaultVoice,
    String recognizer,
    List<String> formats,
    @JsonProperty("consent_required") boolean consentRequired,
    Limits limits) {
  public ServerFacts {
    languages = List.copyOf(languages);
    formats = List.copyOf(formats);
  }

  /**
   * What a request may hold.
   *
   * @param textCharacters longest text
   * @param bodyBytes largest body that isn't a form with files
   * @param fileBytes largest recording
   * @param recognitionBytes largest recording that is written down
   */
  public record Limits(
      @JsonProperty("text_characters") int textCharacters,
      @JsonProperty("body_bytes") long bodyBytes,
      @JsonProperty("file_bytes") long fileBytes,
      @JsonProperty("recognition_bytes") long recognitionBytes) {}
}
