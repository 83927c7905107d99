package io.openaep.devices.module.mqtt;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CmeError;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.at.DataRequest;
import io.openaep.devices.at.DataResult;
import io.openaep.devices.at.Octets;
import io.openaep.devices.link.mqtt.MqttLink;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Publishing, and reading of stored messages (AT reference, 8.2, 8.4).
final class PublishCommands implements CommandGroup {
  private static final int TOPIC_LIMIT_BYTES = 256;
  private static final int PAYLOAD_LIMIT_BYTES = 64 * 1024;

  private final Baseband module;
  private final MqttClients clients;

  PublishCommands(Baseband module, MqttClients clients) {
    this.module = module;
    this.clients = clients;
  }

  /// Where to, as the host said it.
  ///
  /// @param code what the answer begins with
  private record Message(
      ClientSlot slot, MqttLink link, String code, int qos, boolean retain, String topic) {}

  @Override
  public void register(CommandTable table) {
    // AT+QMTPUB=<idx>,<msgid>,<qos>,<retain>,"<topic>"[,"<msg>"] → prompt up to Ctrl-Z, or inline
    table
        .vendor("+QMTPUB")
        .test("(0-5),(0-65535),(0-2),(0,1),<topic>,<msg>")
        .write(values -> publish("+QMTPUB: ", values));
    // AT+QMTPUBEX=<idx>,<msgid>,<qos>,<retain>,"<topic>",<len> → prompt; "<msg>" → inline
    table
        .vendor("+QMTPUBEX")
        .test("(0-5),(0-65535),(0-2),(0,1),<topic>,(1-65536)")
        .write(values -> publish("+QMTPUBEX: ", values));
    // AT+QMTRECV? → +QMTRECV: <idx>,<s0>,…,<s4>; =<idx>[,<recv_id>] → the messages
    table.vendor("+QMTRECV").test("(0-5),(0-4)").read(() -> AtReply.ok(states())).write(this::read);
  }

  private AtReply publish(String name, AtArguments values) throws AtException {
    ClientSlot slot = clients.slot(values.number(0, 0, MqttClients.LAST));
    if (slot.state != ClientSlot.State.CONNECTED) {
      throw AtException.range("client " + slot.index + " is not connected");
    }
    int messageId = values.number(1, 0, 65535);
    int qos = values.number(2, 0, 2);
    boolean retain = values.flag(3);
    String topic = Octets.text(values.text(4, TOPIC_LIMIT_BYTES));
    String code = name + slot.index + "," + messageId + ",";
    Message message = new Message(slot, slot.link.orElseThrow(), code, qos, retain, topic);
    boolean bySize = name.startsWith("+QMTPUBEX");
    if (values.count() == 5) {
      if (bySize) {
        throw AtException.syntax("needs a length");
      }
      return prompt(message, new DataRequest.Size.UntilCtrlZ(PAYLOAD_LIMIT_BYTES));
    }
    if (bySize && !values.quoted(5)) {
      int length = values.number(5, 1, Integer.MAX_VALUE);
      return length > PAYLOAD_LIMIT_BYTES
          ? AtReply.error(CmeError.PAYLOAD_TOO_LONG)
          : prompt(message, new DataRequest.Size.Fixed(length));
    }
    send(message, Bytes.wrap(payload(slot, values)));
    return AtReply.ok();
  }

  private static byte[] payload(ClientSlot slot, AtArguments values) throws AtException {
    String text = values.count() == 6 ? values.text(5) : unquoted(values.from(5));
    if (!slot.settings.sendHex) {
      return Octets.bytes(text);
    }
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw AtException.syntax("the payload is not hexadecimal");
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private AtReply prompt(Message message, DataRequest.Size size) {
    ClientSettings settings = message.slot.settings;
    Optional<Duration> idle =
        settings.promptTimeout ? Optional.of(settings.promptIdle) : Optional.empty();
    return AtReply.prompt(
        new DataRequest(DataRequest.Opening.ANGLE, size, settings.sendHex, settings.echoData, idle),
        result ->
            switch (result) {
              case DataResult.Data(byte[] bytes) -> {
                send(message, Bytes.wrap(bytes));
                yield AtReply.ok();
              }
              case DataResult.Cancelled _, DataResult.TimedOut _, DataResult.Unusable _ ->
                  AtReply.error();
            });
  }

  private void send(Message message, Bytes payload) {
    message.link.publish(
        message.topic,
        payload,
        message.qos,
        message.retain,
        message.slot.settings.patience(),
        done ->
            module.urcs().send(message.code + (done ? MqttCommands.DONE : MqttCommands.FAILED)));
  }

  private List<String> states() {
    return clients.open().stream()
        .map(slot -> "+QMTRECV: " + slot.index + "," + slot.messages.states())
        .toList();
  }

  private AtReply read(AtArguments values) throws AtException {
    values.atMost(2);
    ClientSlot slot = clients.slot(values.number(0, 0, MqttClients.LAST));
    OptionalInt one = values.optionalNumber(1, 0, MessageSlots.COUNT - 1);
    List<String> lines = new ArrayList<>();
    for (int place = 0; place < MessageSlots.COUNT; place++) {
      if (one.isEmpty() || one.getAsInt() == place) {
        slot.messages
            .take(place)
            .ifPresent(fields -> lines.add("+QMTRECV: " + slot.index + "," + fields));
      }
    }
    if (one.isPresent() && lines.isEmpty()) {
      throw AtException.range("nothing is stored there");
    }
    return AtReply.ok(lines);
  }
}
