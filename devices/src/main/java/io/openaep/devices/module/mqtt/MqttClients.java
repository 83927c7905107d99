package io.openaep.devices.module.mqtt;

import io.openaep.devices.at.Octets;
import io.openaep.devices.link.NameLookup;
import io.openaep.devices.link.StreamConnection;
import io.openaep.devices.link.StreamConnector;
import io.openaep.devices.link.TlsSettings;
import io.openaep.devices.link.mqtt.MqttLink;
import io.openaep.devices.link.mqtt.MqttListener;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.BearerListener;
import io.openaep.devices.module.baseband.RadioListener;
import io.openaep.devices.module.tls.TlsContexts;
import io.openaep.wire.Bytes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// The six clients, their connections and what the host hears of them (AT reference, 8.3, 8.4). On
/// the loop.
final class MqttClients implements BearerListener, RadioListener {
  /// Clients are numbered from 0 to this.
  static final int LAST = 5;

  /// `<result>` of `+QMTOPEN`.
  static final int OPENED = 0;

  static final int OPEN_FAILED = -1;
  static final int INDEX_IN_USE = 2;
  static final int NO_CONTEXT = 3;
  static final int NO_NAME = 4;

  /// `<err>` of `+QMTSTAT`.
  private static final int CLOSED_BY_PEER = 1;

  private static final int PING_FAILED = 2;
  private static final int CLOSED_BY_CLIENT = 8;

  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(75);

  private final Baseband module;
  private final TlsContexts tls;
  private final List<ClientSlot> slots =
      IntStream.rangeClosed(0, LAST).mapToObj(ClientSlot::new).toList();

  MqttClients(Baseband module, TlsContexts tls) {
    this.module = module;
    this.tls = tls;
    module.radio().listen((BearerListener) this);
    module.radio().listen((RadioListener) this);
  }

  ClientSlot slot(int index) {
    return slots.get(index);
  }

  List<ClientSlot> open() {
    return slots.stream().filter(ClientSlot::open).toList();
  }

  /// Opens the connection of a closed client.
  ///
  /// @param then told later on the loop, with `<result>` of `+QMTOPEN`, unless it is closed before
  void open(ClientSlot slot, String host, int port, IntConsumer then) {
    int opening = ++slot.opening;
    slot.state = ClientSlot.State.OPENING;
    slot.host = host;
    slot.port = port;
    slot.context = slot.settings.context;
    Optional<InetSocketAddress> destination = module.settings().destinations().of(host, port);
    if (!module.contexts().activate(slot.context)) {
      module.loop().run(() -> ended(slot, opening, NO_CONTEXT, then));
    } else if (destination.isEmpty()) {
      module.loop().run(() -> ended(slot, opening, OPEN_FAILED, then));
    } else {
      NameLookup.resolve(
          destination.get(), module.loop(), found -> found(slot, opening, found, then));
    }
  }

  private void found(
      ClientSlot slot, int opening, Optional<InetSocketAddress> address, IntConsumer then) {
    if (slot.opening != opening) {
      return;
    }
    if (address.isEmpty()) {
      ended(slot, opening, NO_NAME, then);
      return;
    }
    OptionalInt context = slot.settings.tls;
    Optional<TlsSettings> secured =
        context.isPresent()
            ? Optional.of(tls.settings(context.getAsInt(), slot.host))
            : Optional.empty();
    slot.attempt =
        Optional.of(
            new StreamConnector(module.loop(), module.radio(), secured)
                .connect(address.get(), 0, OPEN_TIMEOUT, r -> connected(slot, opening, r, then)));
  }

  private void connected(
      ClientSlot slot, int opening, StreamConnector.Result result, IntConsumer then) {
    switch (result) {
      case StreamConnector.Result.Open(StreamConnection connection) -> {
        slot.link = Optional.of(new MqttLink(connection, module.loop(), new Incoming(slot)));
        slot.state = ClientSlot.State.INITIAL;
        ended(slot, opening, OPENED, then);
      }
      case StreamConnector.Result.Failed _ -> ended(slot, opening, OPEN_FAILED, then);
    }
  }

  private void ended(ClientSlot slot, int opening, int result, IntConsumer then) {
    if (slot.opening != opening) {
      return;
    }
    slot.attempt = Optional.empty();
    if (result != OPENED) {
      slot.state = ClientSlot.State.CLOSED;
    }
    then.accept(result);
  }

  /// A connection is gone, for the reason of a `+QMTSTAT`.
  void lost(ClientSlot slot, int reason) {
    slot.close();
    print("+QMTSTAT: " + slot.index + "," + reason);
  }

  private void print(String code) {
    module.urcs().send(code);
  }

  /// What comes over one connection.
  private final class Incoming implements MqttListener {
    private final ClientSlot slot;

    Incoming(ClientSlot slot) {
      this.slot = slot;
    }

    @Override
    public void received(String topic, int packetId, Bytes payload) {
      ClientSettings settings = slot.settings;
      String text = settings.receiveHex ? payload.toHex() : Octets.of(payload.unsafeArray());
      String fields =
          packetId
              + ",\""
              + Octets.ofText(topic)
              + "\","
              + (settings.lengthShown ? payload.size() + "," : "")
              + '"'
              + text
              + '"';
      if (settings.stored) {
        slot.messages
            .store(fields)
            .ifPresent(place -> print("+QMTRECV: " + slot.index + "," + place));
      } else {
        print("+QMTRECV: " + slot.index + "," + fields);
      }
    }

    @Override
    public void ended(End end) {
      lost(
          slot,
          switch (end) {
            case CLOSED -> CLOSED_BY_PEER;
            case PING_TIMEOUT -> PING_FAILED;
            case BROKEN -> CLOSED_BY_CLIENT;
          });
    }
  }

  // What the ground does.

  @Override
  public void detached() {
    open().forEach(slot -> lost(slot, CLOSED_BY_PEER));
    slots.forEach(ClientSlot::close);
  }

  @Override
  public void deactivated(int context) {
    open().stream()
        .filter(slot -> slot.context == context)
        .forEach(slot -> lost(slot, CLOSED_BY_PEER));
  }

  @Override
  public void powerLost() {
    slots.forEach(ClientSlot::close);
  }

  @Override
  public void psmLeft() {
    wake();
  }

  @Override
  public void registrationChanged() {
    wake();
  }

  private void wake() {
    open().forEach(slot -> slot.link.ifPresent(MqttLink::awake));
  }
}
