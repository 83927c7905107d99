package io.openaep.app.admin;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Rows for people, in columns, or the same as JSON for programs: one object a line.
final class Rows {
  private static final String GAP = "  ";

  private Rows() {}

  /// @param columns members of the rows, in this order
  static void print(PrintWriter out, boolean json, List<JsonNode> rows, String... columns) {
    if (json) {
      rows.forEach(row -> out.println(row.toString()));
    } else {
      table(out, rows, columns);
    }
    out.flush();
  }

  /// One thing, a member a line.
  static void one(PrintWriter out, boolean json, JsonNode row, String... members) {
    if (json) {
      out.println(row.toString());
    } else {
      for (String member : members) {
        out.println(member + ": " + text(row.path(member)));
      }
    }
    out.flush();
  }

  private static void table(PrintWriter out, List<JsonNode> rows, String... columns) {
    List<List<String>> cells = new ArrayList<>();
    List<String> head = new ArrayList<>();
    for (String column : columns) {
      head.add(heading(column));
    }
    cells.add(head);
    for (JsonNode row : rows) {
      List<String> line = new ArrayList<>();
      for (String column : columns) {
        line.add(text(row.path(column)));
      }
      cells.add(line);
    }
    for (List<String> line : cells) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns.length; i++) {
        text.append(line.get(i));
        if (i + 1 < columns.length) {
          text.append(" ".repeat(width(cells, i) - line.get(i).length())).append(GAP);
        }
      }
      out.println(text.toString().stripTrailing());
    }
  }

  /// `lastHeardAt` is LAST HEARD, `deviceId` DEVICE: as people say it.
  static String heading(String member) {
    return member
        .replaceFirst("(?<=.)(Id|At)$", "")
        .replaceAll("([a-z])([A-Z])", "$1 $2")
        .toUpperCase(Locale.ROOT);
  }

  private static int width(List<List<String>> cells, int column) {
    return cells.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "-";
    }
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(each -> parts.add(text(each)));
      return parts.isEmpty() ? "-" : String.join(",", parts);
    }
    return value.isValueNode() ? plain(value.asString()) : value.toString();
  }

  /// Text of a peer must not move the cursor of a terminal.
  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
