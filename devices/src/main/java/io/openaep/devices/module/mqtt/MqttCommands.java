package io.openaep.devices.module.mqtt;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.at.Octets;
import io.openaep.devices.link.mqtt.ConnectResult;
import io.openaep.devices.link.mqtt.MqttLink;
import io.openaep.devices.link.mqtt.MqttLogin;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.tls.TlsContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// All `QMT…` commands of one run of a module; here those of connections and subscriptions (AT
/// reference, 8.2).
public final class MqttCommands implements CommandGroup {
  private static final int TEXT_LIMIT_BYTES = 256;

  /// `<result>` of most answers: acknowledged, or not.
  static final int DONE = 0;

  static final int FAILED = 2;

  /// `+QMTDISC` and `+QMTCLOSE`.
  private static final int NOT_CLOSED = -1;

  /// `+QMTSTAT`: no CONNACK.
  private static final int CONNACK_TIMEOUT = 4;

  private final Baseband module;
  private final MqttClients clients;

  public MqttCommands(Baseband module, TlsContexts tls) {
    this.module = module;
    this.clients = new MqttClients(module, tls);
  }

  @Override
  public void register(CommandTable table) {
    new MqttOptionCommands(clients).register(table);
    new PublishCommands(module, clients).register(table);
    // AT+QMTOPEN=<idx>,"<host>",<port> → OK, +QMTOPEN: <idx>,<result>; ? → one line a client
    table
        .vendor("+QMTOPEN")
        .test("(0-5),<host_name>,(1-65535)")
        .read(() -> AtReply.ok(clients.open().stream().map(MqttCommands::address).toList()))
        .write(this::open);
    // AT+QMTCLOSE=<idx> → OK, +QMTCLOSE: <idx>,<result>
    table.vendor("+QMTCLOSE").test("(0-5)").write(this::close);
    // AT+QMTCONN=<idx>,"<id>"[,"<user>"[,"<pw>"]] → OK, +QMTCONN: <idx>,<result>[,<ret_code>]
    table
        .vendor("+QMTCONN")
        .test("(0-5),<clientid>,<username>,<password>")
        .read(() -> AtReply.ok(clients.open().stream().map(MqttCommands::state).toList()))
        .write(this::connect);
    // AT+QMTDISC=<idx> → OK, +QMTDISC: <idx>,<result>
    table.vendor("+QMTDISC").test("(0-5)").write(this::disconnect);
    // AT+QMTSUB=<idx>,<msgid>,"<topic>",<qos>[,…] → OK, +QMTSUB: <idx>,<msgid>,<result>[,<qos>…]
    table.vendor("+QMTSUB").test("(0-5),(0-65535),<topic>,(0-2)").write(this::subscribe);
    // AT+QMTUNS=<idx>,<msgid>,"<topic>"[,…] → OK, +QMTUNS: <idx>,<msgid>,<result>
    table.vendor("+QMTUNS").test("(0-5),(0-65535),<topic>").write(this::unsubscribe);
  }

  private static String address(ClientSlot slot) {
    return "+QMTOPEN: " + slot.index + ",\"" + slot.host + "\"," + slot.port;
  }

  private static String state(ClientSlot slot) {
    return "+QMTCONN: " + slot.index + "," + slot.state.number();
  }

  private ClientSlot slot(AtArguments values) throws AtException {
    return clients.slot(values.number(0, 0, MqttClients.LAST));
  }

  private AtReply open(AtArguments values) throws AtException {
    values.atMost(3);
    ClientSlot slot = slot(values);
    String host = values.text(1, TEXT_LIMIT_BYTES);
    int port = values.number(2, 1, 65535);
    if (host.isEmpty()) {
      throw AtException.range("the host must not be empty");
    }
    if (slot.state != ClientSlot.State.CLOSED) {
      print("+QMTOPEN: " + slot.index + "," + MqttClients.INDEX_IN_USE);
    } else {
      clients.open(slot, host, port, result -> print("+QMTOPEN: " + slot.index + "," + result));
    }
    return AtReply.ok();
  }

  private AtReply close(AtArguments values) throws AtException {
    values.atMost(1);
    ClientSlot slot = slot(values);
    if (slot.state == ClientSlot.State.CLOSED) {
      throw AtException.range("client " + slot.index + " is not open");
    }
    slot.close();
    print("+QMTCLOSE: " + slot.index + "," + DONE);
    return AtReply.ok();
  }

  private AtReply connect(AtArguments values) throws AtException {
    values.atMost(4);
    ClientSlot slot = slot(values);
    if (slot.state != ClientSlot.State.INITIAL) {
      throw AtException.range("client " + slot.index + " is not open, or connected already");
    }
    String clientId = Octets.text(values.text(1, TEXT_LIMIT_BYTES));
    Optional<String> user = text(values, 2);
    Optional<String> password = text(values, 3);
    ClientSettings settings = slot.settings;
    MqttLogin login =
        new MqttLogin(
            settings.version,
            clientId,
            user,
            password,
            settings.cleanSession,
            settings.keepAlive,
            settings.will);
    slot.state = ClientSlot.State.CONNECTING;
    MqttLink link = slot.link.orElseThrow();
    link.connect(login, settings.patience(), result -> connected(slot, result));
    return AtReply.ok();
  }

  private static Optional<String> text(AtArguments values, int index) throws AtException {
    return values.has(index)
        ? Optional.of(Octets.text(values.text(index, TEXT_LIMIT_BYTES)))
        : Optional.empty();
  }

  private void connected(ClientSlot slot, ConnectResult result) {
    switch (result) {
      case ConnectResult.Accepted() -> {
        slot.state = ClientSlot.State.CONNECTED;
        print("+QMTCONN: " + slot.index + "," + DONE + ",0");
      }
      // The server closes the connection now, and +QMTSTAT tells.
      case ConnectResult.Refused(int code) -> {
        slot.state = ClientSlot.State.DISCONNECTING;
        print("+QMTCONN: " + slot.index + "," + DONE + "," + code);
      }
      case ConnectResult.Failed() -> {
        print("+QMTCONN: " + slot.index + "," + FAILED);
        if (slot.open()) {
          clients.lost(slot, CONNACK_TIMEOUT);
        }
      }
    }
  }

  private MqttLink connected(ClientSlot slot) throws AtException {
    if (slot.state != ClientSlot.State.CONNECTED) {
      throw AtException.range("client " + slot.index + " is not connected");
    }
    return slot.link.orElseThrow();
  }

  private AtReply disconnect(AtArguments values) throws AtException {
    values.atMost(1);
    ClientSlot slot = slot(values);
    MqttLink link = connected(slot);
    slot.state = ClientSlot.State.DISCONNECTING;
    link.disconnect(
        slot.settings.patience(),
        done -> {
          slot.close();
          print("+QMTDISC: " + slot.index + "," + (done ? DONE : NOT_CLOSED));
        });
    return AtReply.ok();
  }

  private AtReply subscribe(AtArguments values) throws AtException {
    ClientSlot slot = slot(values);
    MqttLink link = connected(slot);
    int messageId = values.number(1, 0, 65535);
    int topics = (values.count() - 2) / 2;
    if (topics == 0 || values.count() != 2 + 2 * topics) {
      throw AtException.syntax("takes pairs of topic and QoS");
    }
    List<MqttLink.Subscription> wanted = new ArrayList<>();
    for (int i = 2; i < values.count(); i += 2) {
      String topic = Octets.text(values.text(i, TEXT_LIMIT_BYTES));
      wanted.add(new MqttLink.Subscription(topic, values.number(i + 1, 0, 2)));
    }
    String code = "+QMTSUB: " + slot.index + "," + messageId + ",";
    link.subscribe(
        wanted,
        slot.settings.patience(),
        granted ->
            print(code + granted.map(MqttCommands::granted).orElse(Integer.toString(FAILED))));
    return AtReply.ok();
  }

  private static String granted(List<Integer> qos) {
    return DONE + qos.stream().map(q -> "," + q).collect(Collectors.joining());
  }

  private AtReply unsubscribe(AtArguments values) throws AtException {
    ClientSlot slot = slot(values);
    MqttLink link = connected(slot);
    int messageId = values.number(1, 0, 65535);
    List<String> topics = new ArrayList<>();
    for (int i = 2; i < Math.max(3, values.count()); i++) {
      topics.add(Octets.text(values.text(i, TEXT_LIMIT_BYTES)));
    }
    link.unsubscribe(
        topics,
        slot.settings.patience(),
        done -> print("+QMTUNS: " + slot.index + "," + messageId + "," + (done ? DONE : FAILED)));
    return AtReply.ok();
  }

  private void print(String code) {
    module.urcs().send(code);
  }
}
