package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import java.util.List;
import java.util.Set;

/// What one position of an option takes. Pure.
interface ConfigurationValue {
  /// The value at `index` as it is printed.
  String take(AtArguments values, int index) throws AtException;

  static ConfigurationValue number(int low, int high) {
    return (values, index) -> Integer.toString(values.number(index, low, high));
  }

  static ConfigurationValue oneOf(Integer... numbers) {
    Set<Integer> allowed = Set.of(numbers);
    return (values, index) -> {
      int number = values.number(index, 0, Integer.MAX_VALUE);
      if (!allowed.contains(number)) {
        throw AtException.range(number + " is not one of " + allowed);
      }
      return Integer.toString(number);
    };
  }

  /// A word, with or without quotes and in either case; printed in quotes.
  static ConfigurationValue words(String... words) {
    List<String> allowed = List.of(words);
    return (values, index) -> {
      String word = values.key(index);
      if (!allowed.contains(word)) {
        throw AtException.range("value " + (index + 1) + " is not one of " + allowed);
      }
      return '"' + word + '"';
    };
  }

  /// Hexadecimal digits with or without `0x`.
  static ConfigurationValue mask() {
    return (values, index) -> {
      String text = values.key(index);
      if (!text.matches("(0x)?[0-9a-f]{1,32}")) {
        throw AtException.range("value " + (index + 1) + " is no mask");
      }
      return text.startsWith("0x") ? text : "0x" + text;
    };
  }
}
