package io.openaep.devices.replay;

import io.openaep.devices.cloud.Cloud.ProductPlan.Kind;
import io.openaep.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A `! platform:` step, in the small fixed grammar of the project's transcripts. Pure.
///
///     product lwm2m|mqtt|tcp [dtls] [psm|drx|edrx] [imei|urn:imei|urn:imei-imsi]
///     device NUMBER [psk=HEX] [observe=on|off]
///     no device NUMBER
///     online | offline
///     received text TEXT | received hex DIGITS
///     send text TEXT | send hex DIGITS
///     command saved|sent|delivered|failed
sealed interface PlatformStep {
  /// @param powerModel AEP's number: 1 PSM, 2 DRX, 3 eDRX
  /// @param endpoint AEP's number of the endpoint format
  record MakeProduct(Kind kind, boolean dtls, int powerModel, int endpoint)
      implements PlatformStep {}

  /// @param number the IMEI on LwM2M, else the device number
  record MakeDevice(String number, Optional<String> pskHex, boolean observe)
      implements PlatformStep {}

  record NoDevice(String number) implements PlatformStep {}

  record CheckOnline(boolean online) implements PlatformStep {}

  /// The next report that was not checked yet has this payload.
  record CheckReceived(Bytes payload) implements PlatformStep {}

  /// @param hex the step was given as hex digits rather than as text
  record MakeCommand(Bytes payload, boolean hex) implements PlatformStep {}

  /// The newest command has this state.
  record CheckCommand(String state) implements PlatformStep {}

  static PlatformStep parse(String step) throws StepFailed {
    List<String> words = Arrays.asList(step.split(" ", -1));
    String rest = words.size() < 2 ? "" : step.substring(words.getFirst().length() + 1);
    return switch (words.getFirst()) {
      case "product" -> product(words.subList(1, words.size()));
      case "device" -> device(words.subList(1, words.size()));
      case "no" -> new NoDevice(words.getLast());
      case "online" -> new CheckOnline(true);
      case "offline" -> new CheckOnline(false);
      case "received" -> new CheckReceived(payload(rest));
      case "send" -> new MakeCommand(payload(rest), rest.startsWith("hex "));
      case "command" -> new CheckCommand(state(rest));
      default -> throw unknown(step);
    };
  }

  private static PlatformStep product(List<String> words) throws StepFailed {
    Kind kind = null;
    boolean dtls = false;
    int powerModel = 1;
    int endpoint = 1;
    for (String word : words) {
      switch (word) {
        case "lwm2m", "mqtt", "tcp" -> kind = Kind.valueOf(word.toUpperCase(Locale.ROOT));
        case "dtls" -> dtls = true;
        case "psm" -> powerModel = 1;
        case "drx" -> powerModel = 2;
        case "edrx" -> powerModel = 3;
        case "imei" -> endpoint = 1;
        case "urn:imei" -> endpoint = 2;
        case "urn:imei-imsi" -> endpoint = 3;
        default -> throw unknown(word);
      }
    }
    if (kind == null) {
      throw new StepFailed("a product step names its protocol: lwm2m, mqtt or tcp");
    }
    return new MakeProduct(kind, dtls, powerModel, endpoint);
  }

  private static PlatformStep device(List<String> words) throws StepFailed {
    Optional<String> psk = Optional.empty();
    boolean observe = true;
    if (words.isEmpty()) {
      throw new StepFailed("a device step names the IMEI or device number");
    }
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith("psk=")) {
        psk = Optional.of(word.substring(4));
      } else if (word.equals("observe=on") || word.equals("observe=off")) {
        observe = word.endsWith("on");
      } else {
        throw unknown(word);
      }
    }
    return new MakeDevice(words.getFirst(), psk, observe);
  }

  private static Bytes payload(String rest) throws StepFailed {
    if (rest.startsWith("text ")) {
      return Bytes.utf8(rest.substring(5));
    }
    if (rest.startsWith("hex ")) {
      try {
        return Bytes.hex(rest.substring(4).strip());
      } catch (IllegalArgumentException e) {
        throw new StepFailed("'" + rest + "' is not an even number of hex digits", e);
      }
    }
    throw new StepFailed("a payload is 'text …' or 'hex …', not '" + rest + "'");
  }

  private static String state(String rest) throws StepFailed {
    return switch (rest) {
      case "saved" -> "指令已保存";
      case "sent" -> "指令已发送";
      case "delivered" -> "指令已送达";
      case "failed" -> "指令发送失败";
      default -> throw unknown(rest);
    };
  }

  private static StepFailed unknown(String word) {
    return new StepFailed(
        "unknown step '"
            + word
            + "'; known: product, device, no device, online, offline,"
            + " received, send, command");
  }
}
