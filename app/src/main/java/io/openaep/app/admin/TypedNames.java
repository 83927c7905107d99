package io.openaep.app.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/// Refusals of the REST API in the words of the command line. The API names a member of the body
/// (`/role`) or a parameter (`?limit`); who typed a command knows its options and their places.
/// Pure.
final class TypedNames {
  /// `--scope` stands for the member `scopes`, `DIR` for `directory`; shorter is no likeness.
  private static final int ALIKE_CHARS = 3;

  private static final String TENANTS = " (openaep admin tenant list)";

  private TypedNames() {}

  /// @param problem an RFC 9457 object of the API
  /// @param command whose options were typed
  /// @return every fault that it names, else its sentence
  static String sentence(JsonNode problem, CommandSpec command) {
    StringBuilder faults = new StringBuilder();
    for (JsonNode fault : problem.path("errors")) {
      faults
          .append(faults.isEmpty() ? "" : "; ")
          .append(typed(fault.path("pointer").asString(), command))
          .append(' ')
          .append(fault.path("detail").asString())
          .append(fault.path("pointer").asString().equals("?tenant") ? TENANTS : "");
    }
    return faults.isEmpty() ? problem.path("detail").asString("it gave no reason") : faults + ".";
  }

  /// @param pointer such as `/scopes/0` or `?tenant`
  static String typed(String pointer, CommandSpec command) {
    String member = pointer.replaceFirst("^[/?]", "").replaceFirst("/.*", "");
    if (member.isEmpty()) {
      return "the body";
    }
    String dashed = member.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    return first(options(command), option -> dashed.equals(option.substring(2)))
        .or(() -> first(options(command), option -> alike(dashed, option.substring(2))))
        .or(() -> first(places(command), label -> alike(dashed, label.toLowerCase(Locale.ROOT))))
        .orElse("the " + dashed.replace('-', ' '));
  }

  private static Stream<String> options(CommandSpec command) {
    return command.options().stream()
        .map(option -> option.longestName())
        .filter(name -> name.startsWith("--"));
  }

  private static Stream<String> places(CommandSpec command) {
    return command.positionalParameters().stream().map(place -> place.paramLabel());
  }

  private static Optional<String> first(Stream<String> names, Predicate<String> fits) {
    return names.filter(fits).findFirst();
  }

  private static boolean alike(String member, String name) {
    return name.length() >= ALIKE_CHARS && member.startsWith(name);
  }
}
