package dev.mynah.server.token;

/**
 * A key just made.
 *
 * @param key the secret itself, which can never be shown again
 * @param summary everything else about it
 */
public record IssuedToken(String key, TokenSummary summary) {
  @Override
  public String toString() {
    return "IssuedToken[" + summary.prefix() + "...]";
  }
}
