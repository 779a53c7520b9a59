package dev.mynah.server.fetch;

/** What a URL is expected to lead to. */
public enum MediaKind {
  AUDIO("audio", "audio/*, video/*, application/ogg, */*;q=0.5"),
  IMAGE("an image", "image/*, */*;q=0.5");

  private final String noun;
  private final String accept;

  MediaKind(String noun, String accept) {
    this.noun = noun;
    this.accept = accept;
  }

  String noun() {
    return noun;
  }

  String accept() {
    return accept;
  }
}
