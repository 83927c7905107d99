package io.openaep.devices.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An expected line with its captures. A `{name}` that is bound must match its value; one that is
/// not captures a field and binds it on success. Long hex runs compare without regard to case; the
/// rest is exact.
final class LinePattern {
  private static final Pattern CAPTURE =
      Pattern.compile("\\{(?:([a-z0-9_]+)(?::(hex|int))?|(\\*))}");
  private static final Pattern HEX_RUN = Pattern.compile("[0-9a-fA-F]{8,}");

  private LinePattern() {}

  /// Whether `line` fits `template`; binds its captures if it does.
  static boolean matches(String template, String line, Bindings bindings) {
    List<String> names = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher capture = CAPTURE.matcher(template);
    int end = 0;
    while (capture.find()) {
      regex.append(literal(template.substring(end, capture.start())));
      end = capture.end();
      regex.append(field(capture, names, bindings));
    }
    regex.append(literal(template.substring(end)));
    Matcher matcher = Pattern.compile(regex.toString()).matcher(line);
    if (!matcher.matches()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      bindings.bind(names.get(i), matcher.group(i + 1));
    }
    return true;
  }

  private static String field(Matcher capture, List<String> names, Bindings bindings) {
    if (capture.group(3) != null) {
      return ".*";
    }
    String name = capture.group(1);
    String kind = capture.group(2);
    String form = kind == null ? "[^,\"\\r\\n]+" : kind.equals("hex") ? "[0-9a-fA-F]+" : "-?[0-9]+";
    if (name.equals("_")) {
      return "(?:" + form + ")";
    }
    return bindings
        .value(name)
        .map(LinePattern::literal)
        .orElseGet(() -> {
          int seen = names.indexOf(name);
          if (seen >= 0) {
            return "\\" + (seen + 1);
          }
          names.add(name);
          return "(" + form + ")";
        });
  }

  private static String literal(String text) {
    StringBuilder regex = new StringBuilder();
    Matcher run = HEX_RUN.matcher(text);
    int end = 0;
    while (run.find()) {
      regex.append(quoted(text.substring(end, run.start())));
      regex.append("(?i:").append(run.group()).append(")");
      end = run.end();
    }
    return regex.append(quoted(text.substring(end))).toString();
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : Pattern.quote(text);
  }
}
