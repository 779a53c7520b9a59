package dev.mynah.server.app.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the configuration. What is named later wins: defaults, the file, the options of the
 * command line, the environment. Unknown keys are errors wherever they stand, so that a slip of the
 * pen never passes for a setting.
 */
public final class ConfigurationLoader {
  /** The option that names the file; also MYNAH_CONFIG. */
  public static final String FILE_OPTION = "config";

  private static final String PREFIX = "MYNAH_";

  /** Variables of the launcher and the tests, which are not settings of the server. */
  private static final Set<String> FOREIGN =
      Set.of("MYNAH_JAVA_OPTS", "MYNAH_NO_BUILD", "MYNAH_JDK_FOLDERS", "MYNAH_CONFIG");

  private static final String FOREIGN_PREFIX = "MYNAH_TEST_";

  private final Map<String, String> environment;
  private final MachineDefaults machine;
  private final List<ConfigurationKey> keys = ConfigurationKey.all();

  /**
   * @param environment variables of the process
   * @param machine what defaults depend on
   */
  public ConfigurationLoader(Map<String, String> environment, MachineDefaults machine) {
    this.environment = Map.copyOf(environment);
    this.machine = machine;
  }

  /**
   * Returns the configuration.
   *
   * @param options values by key, as given on the command line; {@value #FILE_OPTION} names a file
   * @throws ConfigurationException naming every problem at once
   */
  public LoadedConfiguration load(Map<String, String> options) {
    List<String> problems = new ArrayList<>();
    Map<String, Given> given = new LinkedHashMap<>();
    String file = options.getOrDefault(FILE_OPTION, environment.getOrDefault("MYNAH_CONFIG", ""));
    if (!file.isEmpty()) {
      readFile(Path.of(file), problems)
          .forEach((key, value) -> given.put(key, new Given(value, "file " + file)));
    }
    options.forEach(
        (key, value) -> {
          if (!key.equals(FILE_OPTION)) {
            given.put(key, new Given(value, "option --" + key));
          }
        });
    readEnvironment(given, problems);
    rejectUnknown(given, problems);
    List<ResolvedSetting> settings = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (ConfigurationKey key : keys) {
      String defaultValue = machine.expand(key.declaredDefault());
      Given value =
          given.getOrDefault(key.name(), new Given(defaultValue, ResolvedSetting.DEFAULT));
      settings.add(new ResolvedSetting(key, defaultValue, value.text(), value.origin()));
      try {
        values.add(ValueParser.parse(key, value.text()));
      } catch (ValueParser.RuleException e) {
        problems.add(
            "%s %s; it is \"%s\" (%s)."
                .formatted(
                    key.name(),
                    e.rule(),
                    key.secret() ? "********" : value.text(),
                    value.origin()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new LoadedConfiguration(construct(values), settings);
  }

  private void readEnvironment(Map<String, Given> given, List<String> problems) {
    Map<String, String> byVariable = new TreeMap<>();
    keys.forEach(key -> byVariable.put(key.environmentName(), key.name()));
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (!variable.startsWith(PREFIX)
                  || FOREIGN.contains(variable)
                  || variable.startsWith(FOREIGN_PREFIX)) {
                return;
              }
              String key = byVariable.get(variable);
              if (key == null) {
                String name =
                    variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
                problems.add(
                    "The variable %s is no setting; did you mean %s?"
                        .formatted(variable, variableName(nearest(name))));
              } else {
                given.put(key, new Given(value, "variable " + variable));
              }
            });
  }

  private static String variableName(String key) {
    return PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private void rejectUnknown(Map<String, Given> given, List<String> problems) {
    List<String> names = keys.stream().map(ConfigurationKey::name).toList();
    given.forEach(
        (key, value) -> {
          if (!names.contains(key)) {
            problems.add(
                "\"%s\" (%s) is no setting; did you mean %s?"
                    .formatted(key, value.origin(), nearest(key)));
          }
        });
  }

  private String nearest(String name) {
    return Spelling.nearest(name, keys.stream().map(ConfigurationKey::name).toList());
  }

  private static Map<String, String> readFile(Path file, List<String> problems) {
    try {
      String text = Files.readString(file);
      String name = file.toString().toLowerCase(Locale.ROOT);
      return name.endsWith(".yaml") || name.endsWith(".yml")
          ? readYaml(file, text, problems)
          : readProperties(text);
    } catch (IOException e) {
      problems.add("The configuration file " + file + " can't be read (" + e + ").");
    } catch (IllegalArgumentException e) {
      problems.add("The configuration file " + file + " is malformed: " + e.getMessage() + ".");
    }
    return Map.of();
  }

  private static Map<String, String> readProperties(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  private static Map<String, String> readYaml(Path file, String text, List<String> problems)
      throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(text);
    } catch (JacksonException e) {
      problems.add(
          "The configuration file " + file + " is not YAML: " + e.getOriginalMessage() + ".");
      return values;
    }
    if (root.isMissingNode() || root.isNull()) {
      return values;
    }
    if (!root.isObject()) {
      problems.add("The configuration file " + file + " must be a list of \"key: value\" lines.");
      return values;
    }
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode value = entry.getValue();
      if (value.isArray()) {
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(item.asText()));
        values.put(entry.getKey(), String.join(",", items));
      } else if (value.isValueNode()) {
        values.put(entry.getKey(), value.isNull() ? "" : value.asText());
      } else {
        problems.add(
            "%s (file %s) must be one value: the configuration is a flat list."
                .formatted(entry.getKey(), file));
      }
    }
    return values;
  }

  private static Configuration construct(List<@Nullable Object> values) {
    Class<?>[] types =
        Arrays.stream(Configuration.class.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<Configuration> constructor = Configuration.class.getDeclaredConstructor(types);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the configuration record can't be made", e);
    }
  }

  /** A value somebody wrote, and where. */
  private record Given(String text, String origin) {}
}
