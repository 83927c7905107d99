package io.openaep.devices.module.tls;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.link.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The six TLS contexts (`AT+QSSLCFG`; AT reference, 9.6). Refused are the options that need
/// certificates of files (`seclevel` 1 and 2), old protocol versions, and single cipher suites:
/// silently connecting otherwise than the host said would be worse. On the loop.
public final class TlsContexts implements CommandGroup {
  private static final int LAST = 5;
  private static final String ALL_SUITES = "0XFFFF";

  private final List<Context> contexts =
      IntStream.rangeClosed(0, LAST).mapToObj(_ -> new Context()).toList();

  private static final class Context {
    private Version version = Version.ALL;
    private boolean serverName;
    private Duration negotiation = Duration.ofMinutes(5);
  }

  /// `sslversion`.
  private enum Version {
    TLS_1_2(3),
    ALL(4),
    TLS_1_3(5);

    private final int number;

    Version(int number) {
      this.number = number;
    }

    List<String> protocols() {
      return switch (this) {
        case TLS_1_2 -> List.of("TLSv1.2");
        case ALL -> List.of("TLSv1.2", "TLSv1.3");
        case TLS_1_3 -> List.of("TLSv1.3");
      };
    }
  }

  @Override
  public void register(CommandTable table) {
    // AT+QSSLCFG="<key>",<ctx> → +QSSLCFG: "<key>",<ctx>,<value>; with a value → OK
    table.vendor("+QSSLCFG").test().write(this::option);
  }

  /// What a connection to `host` uses.
  ///
  /// @param context 0 to 5
  public TlsSettings settings(int context, String host) {
    Context settings = contexts.get(context);
    Optional<String> name = settings.serverName ? Optional.of(host) : Optional.empty();
    return new TlsSettings(
        Optional.empty(), name, settings.version.protocols(), settings.negotiation);
  }

  private AtReply option(AtArguments values) throws AtException {
    values.atMost(3);
    String key = values.key(0);
    int number = values.number(1, 0, LAST);
    Context context = contexts.get(number);
    if (values.count() == 2) {
      return AtReply.ok("+QSSLCFG: \"" + key + "\"," + number + "," + shown(key, context));
    }
    switch (key) {
      case "sslversion" -> context.version = version(values.number(2, 0, 5));
      case "ciphersuite" -> {
        if (!values.text(2).equalsIgnoreCase(ALL_SUITES)) {
          throw AtException.range("only all cipher suites together can be chosen");
        }
      }
      case "seclevel" -> values.number(2, 0, 0);
      case "sni" -> context.serverName = values.flag(2);
      case "ignorelocaltime" -> values.number(2, 1, 1);
      case "checkhost" -> values.number(2, 0, 0);
      case "negotiatetime" -> context.negotiation = Duration.ofSeconds(values.number(2, 10, 300));
      default -> throw AtException.range("no such option");
    }
    return AtReply.ok();
  }

  private static Version version(int number) throws AtException {
    for (Version version : Version.values()) {
      if (version.number == number) {
        return version;
      }
    }
    throw AtException.range("TLS before 1.2 is not spoken");
  }

  private static String shown(String key, Context context) throws AtException {
    return switch (key) {
      case "sslversion" -> Integer.toString(context.version.number);
      case "ciphersuite" -> ALL_SUITES;
      case "seclevel", "checkhost" -> "0";
      case "sni" -> context.serverName ? "1" : "0";
      case "ignorelocaltime" -> "1";
      case "negotiatetime" -> Long.toString(context.negotiation.toSeconds());
      default -> throw AtException.range("no such option");
    };
  }
}
