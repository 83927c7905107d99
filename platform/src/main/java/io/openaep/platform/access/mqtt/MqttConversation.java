package io.openaep.platform.access.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.Conversation;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.platform.access.socket.OpenDoor;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.topic.AepTopics;
import io.openaep.wire.topic.TopicFilter;
import io.openaep.wire.topic.TopicName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What is said on one connection of the MQTT door (AEP device protocols, section 2; MQTT 3.1.1): a
/// CONNECT, then reports by PUBLISH and commands on `device_control`. PUBACK and PUBREC leave only
/// when the report is stored. The platform has subscribed for the device, so a SUBSCRIBE is granted
/// and changes nothing: there is nothing else to receive. Will and retain are let in and without
/// effect. A broken rule closes the connection (4.8). Runs on the connection's event loop.
final class MqttConversation implements Conversation {
  private static final int PACKET_ID_LIMIT = 65_535;

  private final DeviceConnection connection;
  private final MqttConfig config;
  private final ArrayDeque<MqttMessage> inbox = new ArrayDeque<>();

  /// QoS 2: packet ids between PUBLISH and PUBREL; a PUBLISH with one of them is the same message
  /// again (4.3.3).
  private final Set<Integer> unreleased = new HashSet<>();

  private Optional<Duration> silenceLimit = Optional.empty();
  private boolean keepsSession;
  private OptionalInt commandPacketId = OptionalInt.empty();
  private int lastPacketId;

  MqttConversation(DeviceConnection connection, MqttConfig config) {
    this.connection = connection;
    this.config = config;
  }

  @Override
  public void take(Object arrived) {
    inbox.addLast((MqttMessage) arrived);
  }

  @Override
  public boolean handleNext() {
    MqttMessage message = inbox.pollFirst();
    if (message == null) {
      return false;
    }
    try {
      handle(message);
    } catch (DecodeException malformed) {
      connection.refuse("malformed", malformed.reason());
    } finally {
      ReferenceCountUtil.release(message);
    }
    return true;
  }

  /// Delivered means PUBACK. The topic is the one that AEP uses, whatever the device subscribed to.
  @Override
  public void write(Downlink command) {
    lastPacketId = lastPacketId % PACKET_ID_LIMIT + 1;
    commandPacketId = OptionalInt.of(lastPacketId);
    connection.commandLeaves();
    connection.write(MqttPackets.publish(topic(command), lastPacketId, command.payload()));
  }

  /// A command of a thing model has its service's own topic (AEP device protocols, 2.3).
  private static TopicName topic(Downlink command) {
    return command.channel().isEmpty()
        ? AepTopics.DEVICE_CONTROL
        : new TopicName(command.channel());
  }

  @Override
  public Duration commandPatience() {
    return config.ackTimeout();
  }

  @Override
  public Optional<Duration> silenceLimit() {
    return silenceLimit;
  }

  @Override
  public void discard() {
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
  }

  private void handle(MqttMessage message) throws DecodeException {
    if (message.decoderResult().isFailure()) {
      undecodable(message.decoderResult().cause());
      return;
    }
    connection.heard();
    if (connection.isStranger()) {
      if (message instanceof MqttConnectMessage connect) {
        connect(connect);
      } else {
        refuse("no_login", message, "before CONNECT");
      }
      return;
    }
    switch (message.fixedHeader().messageType()) {
      case PUBLISH -> publish((MqttPublishMessage) message);
      case PUBREL -> pubRel(packetId(message));
      case PUBACK -> pubAck(packetId(message));
      case SUBSCRIBE -> subscribe((MqttSubscribeMessage) message);
      case UNSUBSCRIBE -> unsubscribe((MqttUnsubscribeMessage) message);
      case PINGREQ -> connection.write(MqttPackets.pingResp());
      case DISCONNECT -> connection.end(GoneCause.LEFT);
      case CONNECT -> refuse("protocol", message, "a second time (3.1.0-2)");
      case PUBREC, PUBCOMP -> refuse("protocol", message, "but nothing was sent with QoS 2");
      case CONNACK, SUBACK, UNSUBACK, PINGRESP, AUTH ->
          refuse("protocol", message, "which is the server's to send");
    }
  }

  private void undecodable(Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    switch (cause) {
      case MqttUnacceptableProtocolVersionException _ when connection.isStranger() ->
          deny(MqttLogin.unservedVersion(reason));
      case MqttIdentifierRejectedException _ when connection.isStranger() ->
          deny(MqttLogin.unusableClientId(reason));
      case TooLongFrameException _ -> connection.refuse("too_large", reason);
      default -> connection.refuse("malformed", reason);
    }
  }

  private void connect(MqttConnectMessage connect) {
    connection.claims(connect.payload().clientIdentifier());
    OpenDoor door = connection.door();
    switch (MqttLogin.judge(connect, door.door(), door.ports().authenticator())) {
      case MqttLogin.Known known -> enter(known);
      case MqttLogin.Denied denied -> deny(denied);
    }
  }

  /// A second connection of a device always takes over (3.1.4-2).
  private void enter(MqttLogin.Known known) {
    Optional<Duration> keepAlive = Optional.of(known.keepAlive()).filter(it -> !it.isZero());
    keepsSession = known.keepsSession();
    // One and a half times the keepalive (3.1.2-24).
    silenceLimit = keepAlive.map(it -> it.multipliedBy(3).dividedBy(2));
    connection.admit(
        known.profile(),
        keepAlive,
        List.of(),
        older -> true,
        () -> connection.write(MqttPackets.connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED)));
  }

  private void deny(MqttLogin.Denied denied) {
    connection.write(MqttPackets.connAck(denied.code()));
    connection.refuse(denied.kind(), denied.reason());
  }

  private void publish(MqttPublishMessage publish) throws DecodeException {
    TopicName topic = TopicName.parse(publish.variableHeader().topicName());
    int payloadBytes = publish.payload().readableBytes();
    if (payloadBytes > config.payloadLimitBytes()) {
      connection.refuse(
          "too_large",
          "payload of " + payloadBytes + " bytes, the limit is " + config.payloadLimitBytes());
      return;
    }
    Bytes payload = Bytes.wrap(ByteBufUtil.getBytes(publish.payload()));
    if (publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
      acknowledged(publish, topic, payload);
    } else if (publish.fixedHeader().isDup()) {
      refuse("protocol", publish, "with QoS 0 and DUP (3.3.1-2)");
    } else {
      connection.report(topic.text(), payload, false, Optional.empty(), receipt -> {});
    }
  }

  /// A PUBLISH that is answered: of QoS 1 by PUBACK, of QoS 2 by PUBREC, in both cases once it is
  /// stored.
  private void acknowledged(MqttPublishMessage publish, TopicName topic, Bytes payload) {
    int packetId = publish.variableHeader().packetId();
    boolean once = publish.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE;
    MqttMessage answer = once ? MqttPackets.pubRec(packetId) : MqttPackets.pubAck(packetId);
    if (once && !unreleased.add(packetId)) {
      connection.inTurn(() -> connection.write(answer));
    } else if (unreleased.size() > config.unreleasedLimit()) {
      connection.refuse("too_many_unreleased", "PUBREL is missing for too many messages of QoS 2");
    } else {
      Optional<RepeatKey> repeat =
          keepsSession
              ? Optional.of(MessageKey.of(packetId, topic, payload, publish.fixedHeader().isDup()))
              : Optional.empty();
      connection.report(topic.text(), payload, true, repeat, receipt -> connection.write(answer));
    }
  }

  /// Answered whether or not the id is known: the client may not have seen the first PUBCOMP.
  private void pubRel(int packetId) {
    unreleased.remove(packetId);
    connection.inTurn(() -> connection.write(MqttPackets.pubComp(packetId)));
  }

  /// Of the command under way; any other PUBACK answers nothing and is passed over.
  private void pubAck(int packetId) {
    if (commandPacketId.equals(OptionalInt.of(packetId))) {
      commandPacketId = OptionalInt.empty();
      connection.commandEnds(new SendOutcome.Delivered());
    }
  }

  private void subscribe(MqttSubscribeMessage subscribe) throws DecodeException {
    List<Integer> granted = new ArrayList<>();
    for (MqttTopicSubscription wish : subscribe.payload().topicSubscriptions()) {
      TopicFilter.parse(wish.topicFilter());
      // A lower QoS than asked for may be granted (3.8.4-6); nothing is sent with QoS 2.
      granted.add(Math.min(wish.qualityOfService().value(), 1));
    }
    if (granted.isEmpty()) {
      refuse("protocol", subscribe, "without a topic filter (3.8.3-3)");
    } else {
      connection.write(MqttPackets.subAck(packetId(subscribe), granted));
    }
  }

  /// Of what the platform subscribed for the device nothing ends.
  private void unsubscribe(MqttUnsubscribeMessage unsubscribe) throws DecodeException {
    List<String> filters = unsubscribe.payload().topics();
    for (String filter : filters) {
      TopicFilter.parse(filter);
    }
    if (filters.isEmpty()) {
      refuse("protocol", unsubscribe, "without a topic filter (3.10.3-2)");
    } else {
      connection.write(MqttPackets.unsubAck(packetId(unsubscribe)));
    }
  }

  private void refuse(String kind, MqttMessage message, String what) {
    connection.refuse(kind, message.fixedHeader().messageType() + " " + what);
  }

  private static int packetId(MqttMessage message) {
    return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
  }
}
