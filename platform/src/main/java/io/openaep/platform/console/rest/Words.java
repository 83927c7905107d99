package io.openaep.platform.console.rest;

import java.util.Arrays;
import java.util.Locale;

/// Enum constants as the API writes them: `URN_IMEI` is `urn-imei`.
public final class Words {
  private Words() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The constant of a word that a shape has already checked.
  public static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(it -> of(it).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("unchecked word " + word));
  }
}
