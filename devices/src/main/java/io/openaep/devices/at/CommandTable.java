package io.openaep.devices.at;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Every command that an interpreter knows, by name and form. Filled before the interpreter starts,
/// by lines that read as the manual does:
///
///     // AT+CSQ → +CSQ: <rssi>,<ber>
///     table.standard("+CSQ").test("(0-31,99),(0-7,99)").execute(this::signalQuality);
///
/// A name or a form that is not in the table answers `ERROR`.
public final class CommandTable {
  private final Map<String, Command> commands = new TreeMap<>();
  private final Map<String, AtHandler.BasicAction> basics = new TreeMap<>();

  /// A command of 3GPP TS 27.007: a value out of range is `+CME ERROR: 50`.
  public Command standard(String name) {
    return add(name, true);
  }

  /// A command of the vendor's (TCP/IP, MQTT, LwM2M …): every wrong value is `ERROR`.
  public Command vendor(String name) {
    return add(name, false);
  }

  /// A basic command, e.g. `I` or `&W`.
  public void basic(String name, AtHandler.BasicAction action) {
    if (basics.putIfAbsent(name.toUpperCase(Locale.ROOT), action) != null) {
      throw new IllegalStateException("two handlers for AT" + name);
    }
  }

  /// The name of every command, basic and extended, in alphabetical order.
  public Set<String> names() {
    Set<String> names = new TreeSet<>(commands.keySet());
    names.addAll(basics.keySet());
    return names;
  }

  private Command add(String name, boolean standard) {
    String key = name.toUpperCase(Locale.ROOT);
    if (!key.startsWith("+")) {
      throw new IllegalArgumentException("an extended command starts with +: " + name);
    }
    var command = new Command(key, standard);
    if (commands.putIfAbsent(key, command) != null) {
      throw new IllegalStateException("two handlers for AT" + name);
    }
    return command;
  }

  /// Carries out one command of a line.
  ///
  /// @param refusals told why, where the host only sees a result code
  AtReply run(AtLine line, Refusals refusals) {
    return switch (line) {
      case AtLine.Malformed malformed -> refuse(line, malformed.reason(), refusals);
      case AtLine.Basic basic -> {
        AtHandler.BasicAction action = basics.get(basic.name());
        if (action == null) {
          yield refuse(line, "unknown command", refusals);
        }
        try {
          yield action.run(basic.value());
        } catch (AtException e) {
          yield refuse(line, e.reason(), refusals);
        }
      }
      case AtLine.Extended extended -> {
        Command command = commands.get(extended.name());
        if (command == null) {
          yield refuse(line, "unknown command", refusals);
        }
        try {
          yield command.run(extended);
        } catch (AtException e) {
          AtReply plain = refuse(line, e.reason(), refusals);
          boolean cme = command.standard && e.kind() == AtException.Kind.RANGE;
          yield cme ? AtReply.error(CmeError.INCORRECT_PARAMETERS) : plain;
        }
      }
    };
  }

  private static AtReply refuse(AtLine line, String reason, Refusals refusals) {
    refusals.refused(line, reason);
    return AtReply.error();
  }

  /// One command with the forms that it has.
  public static final class Command {
    private final String name;
    private final boolean standard;
    private AtHandler.@Nullable Query test;
    private AtHandler.@Nullable Query read;
    private AtHandler.@Nullable Query execute;
    private AtHandler.@Nullable Action write;

    private Command(String name, boolean standard) {
      this.name = name;
      this.standard = standard;
    }

    /// `AT+X=?` → `+X: <ranges>`
    public Command test(String ranges) {
      String line = name + ": " + ranges;
      test = () -> AtReply.ok(line);
      return this;
    }

    /// `AT+X=?` → `OK` alone.
    public Command test() {
      test = () -> AtReply.ok();
      return this;
    }

    /// `AT+X?`
    public Command read(AtHandler.Query query) {
      read = query;
      return this;
    }

    /// `AT+X`
    public Command execute(AtHandler.Query query) {
      execute = query;
      return this;
    }

    /// `AT+X=…`
    public Command write(AtHandler.Action action) {
      write = action;
      return this;
    }

    private AtReply run(AtLine.Extended line) throws AtException {
      return switch (line) {
        case AtLine.Test _ -> query(test, "test");
        case AtLine.Read _ -> query(read, "read");
        case AtLine.Execute _ -> query(execute, "execute");
        case AtLine.Write given -> {
          if (write == null) {
            throw AtException.syntax("has no write form");
          }
          yield write.run(given.arguments());
        }
      };
    }

    private static AtReply query(AtHandler.@Nullable Query query, String form) throws AtException {
      if (query == null) {
        throw AtException.syntax("has no " + form + " form");
      }
      return query.answer();
    }
  }
}
