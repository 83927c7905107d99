package io.openaep.platform.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The kinds of value a key can have, and how each is written. Pure, but for textual addresses.
final class Scalars {
  private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ms|s|m|h|d)");
  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.ofEntries(
          Map.entry(int.class, Integer::valueOf),
          Map.entry(long.class, Long::valueOf),
          Map.entry(double.class, Double::valueOf),
          Map.entry(boolean.class, Scalars::flag),
          Map.entry(String.class, it -> it),
          Map.entry(Duration.class, Scalars::duration),
          Map.entry(Path.class, Path::of),
          Map.entry(Optional.class, Scalars::path),
          Map.entry(DoorPort.class, Scalars::port),
          Map.entry(List.class, Scalars::addresses));

  private Scalars() {}

  static boolean known(Class<?> type) {
    return PARSERS.containsKey(type);
  }

  /// @throws ConfigException if `text` is not of this type; the message names the key
  static Object parse(String key, Class<?> type, String text) {
    Function<String, Object> parser = PARSERS.get(type);
    if (parser == null) {
      throw new IllegalArgumentException(key + " has a type without a written form: " + type);
    }
    try {
      return parser.apply(text.strip());
    } catch (NumberFormatException e) {
      throw new ConfigException(key + ": '" + text + "' is not a number", e);
    } catch (ConfigException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
  }

  /// How a value is written, so that {@link #parse} gives it back.
  static String print(Object value) {
    return switch (value) {
      case Duration it -> print(it);
      case Optional<?> it -> it.map(Object::toString).orElse("");
      case List<?> it -> it.stream().map(Scalars::address).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }

  private static String address(Object value) {
    if (!(value instanceof InetAddress it)) {
      return value.toString();
    }
    return it.isLoopbackAddress() && it instanceof Inet6Address ? "::1" : it.getHostAddress();
  }

  private static String print(Duration value) {
    if (value.toMillisPart() != 0 || value.isZero()) {
      return value.toMillis() + "ms";
    }
    if (value.toSecondsPart() != 0) {
      return value.toSeconds() + "s";
    }
    if (value.toMinutesPart() != 0) {
      return value.toMinutes() + "m";
    }
    return value.toHoursPart() != 0 ? value.toHours() + "h" : value.toDays() + "d";
  }

  private static Object flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default ->
          throw new ConfigException("'" + text + "' is neither true nor false; write one of them");
    };
  }

  private static Object duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    try {
      if (!matcher.matches()) {
        return Duration.parse(text);
      }
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new ConfigException(
          "'" + text + "' is not a duration; write 250ms, 30s, 5m, 2h or 7d", e);
    }
  }

  private static Object path(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static Object port(String text) {
    return text.equalsIgnoreCase("off") || text.equals("false")
        ? DoorPort.OFF
        : DoorPort.of(Integer.parseInt(text));
  }

  private static Object addresses(String text) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      try {
        addresses.add(InetAddress.getByName(name.strip()));
      } catch (UnknownHostException e) {
        throw new ConfigException(
            "'" + name + "' is not an address of this machine; write 127.0.0.1, ::1 or :: for all",
            e);
      }
    }
    return List.copyOf(addresses);
  }
}
