package dev.mynah.server.app.config;

/**
 * A key with the value it has and where that came from.
 *
 * @param key which
 * @param defaultValue what it would be, empty for none
 * @param value what it is, empty for none
 * @param origin {@code default}, the file, the option or the variable
 */
public record ResolvedSetting(
    ConfigurationKey key, String defaultValue, String value, String origin) {
  /** The origin of a value nobody wrote. */
  public static final String DEFAULT = "default";

  private static final String MASK = "********";

  /** Returns the value as it may be shown: a secret only shows that it is set. */
  public String shownValue() {
    return key.secret() && !value.isEmpty() ? MASK : value;
  }

  @Override
  public String toString() {
    return key.name() + "=" + shownValue() + " (" + origin + ")";
  }
}
