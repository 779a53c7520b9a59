package dev.mynah.server.app.config;

import java.util.List;

/** The configuration can't be used; each problem is a sentence with key, origin and rule. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
