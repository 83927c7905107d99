package io.openaep.platform.http;

import java.util.regex.Pattern;

/// Text of a peer made safe for a log line: bounded, control characters and quotes replaced.
public final class Printable {
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"]");

  private Printable() {}

  /// @param limitChars what is longer is cut, and ends with an ellipsis
  public static String of(String text, int limitChars) {
    String bounded = text.length() > limitChars ? text.substring(0, limitChars) + "…" : text;
    return UNSAFE.matcher(bounded).replaceAll("?");
  }
}
