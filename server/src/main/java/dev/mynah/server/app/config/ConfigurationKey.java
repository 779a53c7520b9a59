package dev.mynah.server.app.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One key of the configuration, as {@link Configuration} declares it. */
public final class ConfigurationKey {
  private final RecordComponent component;
  private final Setting setting;

  private ConfigurationKey(RecordComponent component) {
    this.component = component;
    this.setting =
        Objects.requireNonNull(component.getAnnotation(Setting.class), component::getName);
  }

  /** Returns all keys, in the order they are declared. */
  public static List<ConfigurationKey> all() {
    return Arrays.stream(Configuration.class.getRecordComponents())
        .map(ConfigurationKey::new)
        .toList();
  }

  /** Returns the name in files, e.g. {@code public-url}. */
  public String name() {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Returns the name in the environment, e.g. {@code MYNAH_PUBLIC_URL}. */
  public String environmentName() {
    return "MYNAH_" + name().replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Returns what it does, in a sentence without a full stop. */
  public String description() {
    return setting.description();
  }

  /** Returns the default as it is declared, empty for none. */
  public String declaredDefault() {
    return setting.defaultValue();
  }

  /** Returns the heading that begins with it, empty if it stands under the one before. */
  String section() {
    return setting.section();
  }

  /** Returns what a bare number counts, empty if nothing special. */
  public String unit() {
    return setting.unit();
  }

  /** Returns whether its value is never shown in full. */
  public boolean secret() {
    return setting.secret();
  }

  /** Returns whether it may be left without a value. */
  public boolean optional() {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class) || type() == List.class;
  }

  Class<?> type() {
    return component.getType();
  }

  long min() {
    return setting.min();
  }

  long max() {
    return setting.max();
  }

  List<String> choices() {
    return List.of(setting.choices());
  }
}
