package io.openaep.devices.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the body of a command line, what stands between `AT` and the line's end, into its commands
/// (V.250 5.2, 5.4 and the Quectel AT manual, 1.4). Every string gives a result; what cannot be
/// read ends the list as {@link AtLine.Malformed}, so that the commands before it are still run.
///
/// Tolerance: unquoted strings; spaces outside quotes; a quote inside a quoted string as long as no
/// comma, semicolon or end follows it.
final class AtParser {
  private final String body;
  private int position;

  private AtParser(String body) {
    this.body = body;
  }

  static List<AtLine> parse(String body) {
    var parser = new AtParser(body);
    List<AtLine> commands = new ArrayList<>();
    while (parser.skipToCommand()) {
      AtLine command = parser.command();
      commands.add(command);
      if (command instanceof AtLine.Malformed) {
        break;
      }
    }
    return commands;
  }

  private boolean skipToCommand() {
    while (position < body.length() && (at(' ') || at(';'))) {
      position++;
    }
    return position < body.length();
  }

  private AtLine command() {
    if (at('+')) {
      return extended();
    }
    int start = position;
    if (at('&')) {
      position++;
    }
    if (position >= body.length() || !isLetter(body.charAt(position))) {
      return malformed("no command starts with this");
    }
    position++;
    String name = body.substring(start, position).toUpperCase(Locale.ROOT);
    return switch (name) {
      case "S" -> register();
      case "D" -> new AtLine.Basic(name, takeUntil(';').strip());
      default -> new AtLine.Basic(name, digits());
    };
  }

  /// `S3?`, `S3=13`
  private AtLine register() {
    int start = position;
    if (digits().isEmpty()) {
      return malformed("a register needs a number");
    }
    skipSpaces();
    if (at('?')) {
      position++;
    } else if (at('=')) {
      position++;
      skipSpaces();
      if (digits().isEmpty()) {
        return malformed("a register takes a number");
      }
    } else {
      return malformed("a register is read with ? or set with =");
    }
    return new AtLine.Basic("S", body.substring(start, position).replace(" ", ""));
  }

  private AtLine extended() {
    int start = position++;
    while (position < body.length() && isNameChar(body.charAt(position))) {
      position++;
    }
    String name = body.substring(start, position).toUpperCase(Locale.ROOT);
    if (name.length() == 1) {
      return malformed("a name must follow the +");
    }
    skipSpaces();
    if (ended()) {
      return new AtLine.Execute(name);
    }
    if (at('?')) {
      position++;
      skipSpaces();
      return ended() ? new AtLine.Read(name) : malformed("nothing may follow the ?");
    }
    if (!at('=')) {
      return malformed("after the name only = or ? may follow");
    }
    position++;
    return testOrWrite(name);
  }

  private AtLine testOrWrite(String name) {
    skipSpaces();
    int mark = position;
    if (at('?')) {
      position++;
      skipSpaces();
      if (ended()) {
        return new AtLine.Test(name);
      }
      position = mark;
    }
    List<AtArguments.Field> fields = new ArrayList<>();
    while (true) {
      skipSpaces();
      int start = position - mark;
      if (at('"')) {
        int close = closingQuote();
        if (close < 0) {
          return malformed("a quote is not closed");
        }
        fields.add(new AtArguments.Field(body.substring(position + 1, close), true, start));
        position = close + 1;
        skipSpaces();
      } else {
        fields.add(new AtArguments.Field(bare(), false, start));
      }
      if (!at(',')) {
        break;
      }
      position++;
    }
    return new AtLine.Write(name, new AtArguments(fields, body.substring(mark, position)));
  }

  /// The quote that closes the string at the position: the first one after which the field is over.
  private int closingQuote() {
    for (int quote = body.indexOf('"', position + 1);
        quote >= 0;
        quote = body.indexOf('"', quote + 1)) {
      int next = quote + 1;
      while (next < body.length() && body.charAt(next) == ' ') {
        next++;
      }
      if (next == body.length() || body.charAt(next) == ',' || body.charAt(next) == ';') {
        return quote;
      }
    }
    return -1;
  }

  private String bare() {
    int start = position;
    while (position < body.length() && !at(',') && !at(';')) {
      position++;
    }
    return body.substring(start, position).strip();
  }

  private String takeUntil(char end) {
    int start = position;
    while (position < body.length() && !at(end)) {
      position++;
    }
    return body.substring(start, position);
  }

  private String digits() {
    skipSpaces();
    int start = position;
    while (position < body.length()
        && body.charAt(position) >= '0'
        && body.charAt(position) <= '9') {
      position++;
    }
    return body.substring(start, position);
  }

  private AtLine malformed(String reason) {
    return new AtLine.Malformed(reason + ", at character " + (position + 1));
  }

  private void skipSpaces() {
    while (position < body.length() && at(' ')) {
      position++;
    }
  }

  private boolean at(char c) {
    return position < body.length() && body.charAt(position) == c;
  }

  private boolean ended() {
    return position == body.length() || at(';');
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /// V.250 5.4.1: letters, digits and some signs.
  private static boolean isNameChar(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || "!%-./:_".indexOf(c) >= 0;
  }
}
