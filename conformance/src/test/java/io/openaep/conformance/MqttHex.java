package io.openaep.conformance;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The shorthand of the `.clauses` files, as hexadecimal digits. `..` stays where any byte may be,
/// `*` where any bytes may.
final class MqttHex {
  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)\\}");
  private static final Pattern COUNTED = Pattern.compile("'([^']*)'");
  private static final Pattern PLAIN = Pattern.compile("\"((?:\\{.*?\\}|[^\"])*)\"");
  private static final Pattern PACKET = Pattern.compile("\\[\\s*(\\S\\S)([^\\]]*)\\]");

  /// The CONNACK of MQTT 5.0 with the limits of the default configuration: receive maximum 1000,
  /// maximum packet size 131072, topic alias maximum 16.
  private static final String LIMITS = "0b 21 03e8 27 00020000 22 0010";

  private final boolean five;
  private final String id;
  private final String login;
  private final String token;

  private MqttHex(boolean five, Api.Device device) {
    this.five = five;
    this.id = counted(device.id());
    this.token = counted(device.token());
    this.login = id + counted("anyone") + token;
  }

  static MqttHex of(boolean five, Api.Device device) {
    return new MqttHex(five, device);
  }

  /// Digits without blanks.
  String expand(String shorthand) {
    String named = NAME.matcher(shorthand).replaceAll(it -> meaning(it.group(1), it.group()));
    String plain = PLAIN.matcher(named).replaceAll(it -> plain(it.group(1)));
    String counted = COUNTED.matcher(plain).replaceAll(it -> counted(it.group(1)));
    Matcher packets = PACKET.matcher(counted);
    return packets.replaceAll(it -> packet(it.group(1), it.group(2))).replace(" ", "");
  }

  private String meaning(String name, String otherwise) {
    return switch (name) {
      case "id" -> id;
      case "login" -> login;
      case "token" -> token;
      case "connect" -> packet("10", "00044d515454" + (five ? "05c2003c00" : "04c2003c") + login);
      case "kept" ->
          packet("10", "00044d515454" + (five ? "05c0003c051100000258" : "04c0003c") + login);
      case "ack" -> "20 0e 00 00" + LIMITS;
      case "present" -> "20 0e 01 00" + LIMITS;
      default -> Matcher.quoteReplacement(otherwise);
    };
  }

  /// A packet with its remaining length; of one that ends with `*` that is any byte.
  private static String packet(String first, String rest) {
    String body = rest.replace(" ", "");
    if (body.endsWith("*")) {
      return first + ".." + body;
    }
    StringBuilder length = new StringBuilder();
    int left = body.length() / 2;
    do {
      int digit = left % 128;
      left /= 128;
      length.append("%02x".formatted(left > 0 ? digit | 0x80 : digit));
    } while (left > 0);
    return first + length + body;
  }

  private static String counted(String text) {
    return "%04x".formatted(text.getBytes(StandardCharsets.UTF_8).length) + plain(text);
  }

  private static String plain(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
