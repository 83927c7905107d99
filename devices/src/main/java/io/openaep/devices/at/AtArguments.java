package io.openaep.devices.at;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// The values of a write command, by position. An empty field between commas counts as omitted;
/// numbers and words are taken with and without quotes, because hosts send both. Immutable.
public final class AtArguments {
  /// One value as it stood on the line, without its quotes.
  record Field(String text, boolean quoted, int start) {
    boolean given() {
      return quoted || !text.isEmpty();
    }
  }

  private final List<Field> fields;
  private final String source;

  AtArguments(List<Field> fields, String source) {
    boolean none = fields.size() == 1 && !fields.getFirst().given();
    this.fields = none ? List.of() : List.copyOf(fields);
    this.source = source;
  }

  /// How many fields there are, omitted ones between commas included.
  public int count() {
    return fields.size();
  }

  /// Whether the value at `index` was given.
  public boolean has(int index) {
    return index < fields.size() && fields.get(index).given();
  }

  /// Whether the value at `index` stood in quotes.
  public boolean quoted(int index) {
    return has(index) && fields.get(index).quoted();
  }

  /// @throws AtException if more than `limit` fields were given
  public void atMost(int limit) throws AtException {
    if (fields.size() > limit) {
      throw AtException.syntax("takes at most " + limit + " values, not " + fields.size());
    }
  }

  /// A decimal number within `low` and `high`, both included.
  public int number(int index, int low, int high) throws AtException {
    return (int) longNumber(index, low, high);
  }

  /// As {@link #number(int, int, int)}, or `orElse` if it was omitted.
  public int number(int index, int low, int high, int orElse) throws AtException {
    return has(index) ? number(index, low, high) : orElse;
  }

  public OptionalInt optionalNumber(int index, int low, int high) throws AtException {
    return has(index) ? OptionalInt.of(number(index, low, high)) : OptionalInt.empty();
  }

  public long longNumber(int index, long low, long high) throws AtException {
    String text = text(index);
    if (!text.matches("[+-]?[0-9]{1,18}")) {
      throw AtException.syntax("value " + (index + 1) + " is not a number");
    }
    long value = Long.parseLong(text);
    if (value < low || value > high) {
      throw AtException.range(
          "value " + (index + 1) + " is " + value + ", not within " + low + " and " + high);
    }
    return value;
  }

  /// 0 or 1.
  public boolean flag(int index) throws AtException {
    return number(index, 0, 1) == 1;
  }

  /// A byte string as it was sent, with or without quotes.
  public String text(int index) throws AtException {
    if (!has(index)) {
      throw AtException.syntax("value " + (index + 1) + " is missing");
    }
    return fields.get(index).text();
  }

  /// As {@link #text(int)}, of at most `limitBytes` bytes.
  public String text(int index, int limitBytes) throws AtException {
    String text = text(index);
    if (text.length() > limitBytes) {
      throw AtException.range(
          "value " + (index + 1) + " has " + text.length() + " bytes, more than " + limitBytes);
    }
    return text;
  }

  public Optional<String> optionalText(int index) throws AtException {
    return has(index) ? Optional.of(text(index)) : Optional.empty();
  }

  /// An option key: in lower case, whatever the host wrote.
  public String key(int index) throws AtException {
    return text(index).toLowerCase(Locale.ROOT);
  }

  /// Bytes as hexadecimal digits of either case, with or without quotes.
  public byte[] hex(int index) throws AtException {
    String text = text(index);
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw AtException.syntax("value " + (index + 1) + " is not hexadecimal");
    }
  }

  /// Everything from the field at `index` to the end of the command as it stood on the line, quotes
  /// included: for values whose own text may hold quotes and commas (JSON).
  public String from(int index) throws AtException {
    if (index >= fields.size()) {
      throw AtException.syntax("value " + (index + 1) + " is missing");
    }
    return source.substring(fields.get(index).start()).strip();
  }

  @Override
  public String toString() {
    return source;
  }
}
