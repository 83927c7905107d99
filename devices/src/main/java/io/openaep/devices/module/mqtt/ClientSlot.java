package io.openaep.devices.module.mqtt;

import io.openaep.devices.link.StreamConnector;
import io.openaep.devices.link.mqtt.MqttLink;
import java.util.Optional;

/// One of the six clients. On the loop.
final class ClientSlot {
  /// `<state>` of `QMTCONN?`.
  enum State {
    CLOSED(0),
    /// The connection is being opened.
    OPENING(0),
    INITIAL(1),
    CONNECTING(2),
    CONNECTED(3),
    DISCONNECTING(4);

    private final int number;

    State(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  final int index;
  final ClientSettings settings = new ClientSettings();
  MessageSlots messages = new MessageSlots();
  State state = State.CLOSED;
  String host = "";
  int port;

  /// The packet context that the connection hangs on.
  int context;

  Optional<StreamConnector.Attempt> attempt = Optional.empty();
  Optional<MqttLink> link = Optional.empty();

  /// Tells one opening from the next, for answers that come late.
  int opening;

  ClientSlot(int index) {
    this.index = index;
  }

  boolean open() {
    return link.isPresent();
  }

  /// Closes what there is, without a word.
  void close() {
    opening++;
    attempt.ifPresent(StreamConnector.Attempt::cancel);
    attempt = Optional.empty();
    link.ifPresent(MqttLink::close);
    link = Optional.empty();
    messages = new MessageSlots();
    state = State.CLOSED;
  }
}
