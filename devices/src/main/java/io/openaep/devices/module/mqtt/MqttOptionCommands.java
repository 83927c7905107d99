package io.openaep.devices.module.mqtt;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.at.DataRequest;
import io.openaep.devices.at.DataResult;
import io.openaep.devices.at.Octets;
import io.openaep.devices.link.mqtt.MqttLogin;
import io.openaep.devices.module.baseband.PdpContexts;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// `AT+QMTCFG` (AT reference, 8.1). MQTT 5 is refused; the credentials of other clouds and the ping
/// interval, which TCP makes needless, are kept and told.
final class MqttOptionCommands implements CommandGroup {
  private static final int TEXT_LIMIT_BYTES = 256;

  /// Keys without effect here, with how they stand at first.
  private static final Map<String, String> OTHERS =
      Map.of(
          "qmtping", "5",
          "aliauth", "\"\",\"\",\"\"",
          "hwauth", "\"\",\"\"",
          "hwprodid", "\"\"",
          "onenet", "\"\",\"\"");

  private static final String RANGES =
      String.join(
          "\r\n+QMTCFG: ",
          "\"version\",(0-5),(3,4)",
          "\"pdpcid\",(0-5),(1-7)",
          "\"ssl\",(0-5),(0,1),(0-5)",
          "\"keepalive\",(0-5),(0-3600)",
          "\"session\",(0-5),(0,1)",
          "\"timeout\",(0-5),(1-60),(0-10),(0,1)",
          "\"will\",(0-5),(0,1),(0-2),(0,1),<topic>,<msg>",
          "\"willex\",(0-5),(0,1),(0-2),(0,1),<topic>,(1-256)",
          "\"recv/mode\",(0-5),(0,1),(0,1)",
          "\"send/mode\",(0-5),(0,1)",
          "\"dataformat\",(0-5),(0,1),(0,1)",
          "\"view/mode\",(0-5),(0,1)",
          "\"edit/timeout\",(0-5),(0,1),(1-180)",
          "\"qmtping\",(0-5),(5-60)");

  private final MqttClients clients;

  MqttOptionCommands(MqttClients clients) {
    this.clients = clients;
  }

  @Override
  public void register(CommandTable table) {
    // AT+QMTCFG="<key>",<idx> → +QMTCFG: "<key>",<values>; with values → OK
    table.vendor("+QMTCFG").test(RANGES).write(this::option);
  }

  private AtReply option(AtArguments values) throws AtException {
    String key = values.key(0);
    ClientSettings settings = clients.slot(values.number(1, 0, MqttClients.LAST)).settings;
    if (values.count() == 2) {
      return AtReply.ok("+QMTCFG: \"" + key + "\"," + shown(key, settings));
    }
    if (key.equals("willex") && values.flag(2)) {
      return longWill(values, settings);
    }
    set(key, values, settings);
    return AtReply.ok();
  }

  private static String shown(String key, ClientSettings now) throws AtException {
    return switch (key) {
      case "version" -> now.version == MqttLogin.Version.V3_1 ? "3" : "4";
      case "pdpcid" -> Integer.toString(now.context);
      case "ssl" -> now.tls.isPresent() ? "1," + now.tls.getAsInt() : "0";
      case "keepalive" -> Long.toString(now.keepAlive.toSeconds());
      case "session" -> digit(now.cleanSession);
      case "timeout" ->
          now.packetTimeout.toSeconds() + "," + now.retries + "," + digit(now.noticeRetries);
      case "will", "willex" -> now.will.map(MqttOptionCommands::shown).orElse("0");
      case "recv/mode" -> digit(now.stored) + "," + digit(now.lengthShown);
      case "send/mode" -> digit(now.sendHex);
      case "dataformat" -> digit(now.sendHex) + "," + digit(now.receiveHex);
      case "view/mode" -> digit(now.echoData);
      case "edit/timeout" -> digit(now.promptTimeout) + "," + now.promptIdle.toSeconds();
      default -> {
        String first = OTHERS.get(key);
        if (first == null) {
          throw AtException.range("no such option");
        }
        yield now.others.getOrDefault(key, first);
      }
    };
  }

  private static String shown(MqttLogin.Will will) {
    return "1,"
        + will.qos()
        + ","
        + digit(will.retain())
        + ",\""
        + Octets.ofText(will.topic())
        + "\",\""
        + Octets.of(will.message().unsafeArray())
        + '"';
  }

  private static void set(String key, AtArguments values, ClientSettings now) throws AtException {
    switch (key) {
      case "version" ->
          now.version =
              values.number(2, 3, 4) == 3 ? MqttLogin.Version.V3_1 : MqttLogin.Version.V3_1_1;
      case "pdpcid" -> now.context = values.number(2, PdpContexts.FIRST, PdpContexts.LAST);
      case "ssl" -> {
        int context = values.number(3, 0, 5, now.tls.orElse(0));
        now.tls = values.flag(2) ? OptionalInt.of(context) : OptionalInt.empty();
      }
      case "keepalive" -> now.keepAlive = Duration.ofSeconds(values.number(2, 0, 3600));
      case "session" -> now.cleanSession = values.flag(2);
      case "timeout" -> {
        int packet = values.number(2, 1, 60);
        int retries = values.number(3, 0, 10, now.retries);
        now.noticeRetries = values.number(4, 0, 1, now.noticeRetries ? 1 : 0) == 1;
        now.packetTimeout = Duration.ofSeconds(packet);
        now.retries = retries;
      }
      case "will", "willex" ->
          now.will = values.flag(2) ? Optional.of(will(values)) : Optional.empty();
      case "recv/mode" -> {
        boolean stored = values.flag(2);
        now.lengthShown = values.number(3, 0, 1, now.lengthShown ? 1 : 0) == 1;
        now.stored = stored;
      }
      case "send/mode" -> now.sendHex = values.flag(2);
      case "dataformat" -> {
        boolean send = values.flag(2);
        now.receiveHex = values.number(3, 0, 1, now.receiveHex ? 1 : 0) == 1;
        now.sendHex = send;
      }
      case "view/mode" -> now.echoData = values.flag(2);
      case "edit/timeout" -> {
        boolean on = values.flag(2);
        now.promptIdle =
            Duration.ofSeconds(values.number(3, 1, 180, (int) now.promptIdle.toSeconds()));
        now.promptTimeout = on;
      }
      case "qmtping" -> now.others.put(key, Integer.toString(values.number(2, 5, 60)));
      default -> {
        if (!OTHERS.containsKey(key)) {
          throw AtException.range("no such option");
        }
        now.others.put(key, values.from(2));
      }
    }
  }

  private static MqttLogin.Will will(AtArguments values) throws AtException {
    values.atMost(7);
    String message = values.text(6, TEXT_LIMIT_BYTES);
    return new MqttLogin.Will(
        topic(values), Bytes.wrap(Octets.bytes(message)), values.number(3, 0, 2), values.flag(4));
  }

  private static String topic(AtArguments values) throws AtException {
    String topic = Octets.text(values.text(5, TEXT_LIMIT_BYTES));
    if (topic.isEmpty() || topic.contains("#") || topic.contains("+")) {
      throw AtException.range("a will goes to one topic");
    }
    return topic;
  }

  /// `"willex"`: the message comes at a prompt.
  private static AtReply longWill(AtArguments values, ClientSettings settings) throws AtException {
    values.atMost(7);
    int qos = values.number(3, 0, 2);
    boolean retain = values.flag(4);
    String topic = topic(values);
    int length = values.number(6, 1, TEXT_LIMIT_BYTES);
    return AtReply.prompt(
        DataRequest.fixed(length),
        result -> {
          if (result instanceof DataResult.Data(byte[] bytes)) {
            settings.will = Optional.of(new MqttLogin.Will(topic, Bytes.wrap(bytes), qos, retain));
            return AtReply.ok();
          }
          return AtReply.error();
        });
  }

  private static String digit(boolean on) {
    return on ? "1" : "0";
  }
}
