package io.openaep.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Collects the changes of a configuration from a YAML file, the environment and the command line;
/// the later wins.
public final class ConfigSources {
  private static final String PREFIX = "OPENAEP_";

  /// Variables with this prefix that are no keys: for the launcher, the logger and secrets.
  private static final Set<String> RESERVED =
      Set.of("OPENAEP_APP", "OPENAEP_JAVA_OPTS", "OPENAEP_LOG");

  private final Set<String> known;
  private final Map<String, String> changes = new LinkedHashMap<>();

  /// @param known every key that may be set
  public ConfigSources(Set<String> known) {
    this.known = Set.copyOf(known);
  }

  /// Reads a YAML file.
  ///
  /// @throws ConfigException if it cannot be read, is no YAML, or has an unknown key
  public ConfigSources file(Path file) {
    try {
      JsonNode root = YAMLMapper.shared().readTree(Files.readString(file));
      if (!root.isMissingNode() && !root.isNull()) {
        flatten(file, "", root);
      }
      return this;
    } catch (IOException e) {
      String why = Files.exists(file) ? " cannot be read by this user" : " is not there";
      throw new ConfigException("the configuration file " + file + why + "; check --config", e);
    } catch (JacksonException e) {
      throw new ConfigException(
          "the configuration file " + file + " is not YAML: " + e.getOriginalMessage(), e);
    }
  }

  private void flatten(Path file, String prefix, JsonNode node) {
    if (!node.isObject()) {
      throw new ConfigException(file + ": write keys and values, not just '" + node + "'");
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String key = prefix + member.getKey();
      if (member.getValue().isObject()) {
        flatten(file, key + ".", member.getValue());
      } else {
        set(file + ": ", key, text(member.getValue()));
      }
    }
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(ConfigSources::text).collect(Collectors.joining(","))
        : value.asString("");
  }

  /// Takes `OPENAEP_JOURNAL_QUEUE_EVENTS` for `journal.queue-events`.
  ///
  /// @throws ConfigException for a variable with our prefix that is no key
  public ConfigSources environment(Map<String, String> environment) {
    Map<String, String> byVariable =
        known.stream().collect(Collectors.toMap(ConfigSources::variable, it -> it));
    environment.forEach((variable, value) -> {
      if (variable.startsWith(PREFIX) && !RESERVED.contains(variable)) {
        String key = byVariable.get(variable);
        if (key == null) {
          throw new ConfigException(
              "unknown environment variable "
                  + variable
                  + "; the nearest known one is "
                  + NearestWord.to(variable, byVariable.keySet()));
        }
        changes.put(key, value);
      }
    });
    return this;
  }

  /// The environment variable of a key.
  public static String variable(String key) {
    return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /// Takes one key, as from a command-line option.
  public ConfigSources option(String key, String value) {
    set("", key, value);
    return this;
  }

  private void set(String where, String key, String value) {
    if (!known.contains(key)) {
      throw new ConfigException(
          where
              + "unknown key "
              + key
              + "; the nearest known one is "
              + NearestWord.to(key, known));
    }
    changes.put(key, value);
  }

  /// What was set, by key.
  public Map<String, String> changes() {
    return Map.copyOf(changes);
  }
}
