package io.openaep.devices.fleet;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A device on MQTT 3.1.1, plain or over TLS: the client id is the device id, the password the 特征串
/// (AEP device protocols, section 2).
final class MqttDevice extends StreamDevice<MqttMessage> {
  private static final String TOPIC = "data";
  private static final int KEEP_ALIVE_SECONDS = 1200;
  private static final int LAST_PACKET_ID = 0xffff;

  private final FleetPlan plan;
  private final Enrolled identity;
  private final Optional<SslContext> tls;
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private int lastPacketId;

  MqttDevice(
      FleetLane lane,
      FleetPlan plan,
      Enrolled identity,
      InetSocketAddress platform,
      Optional<SslContext> tls,
      Watcher watcher) {
    super(lane, platform, watcher);
    this.plan = plan;
    this.identity = identity;
    this.tls = tls;
  }

  @Override
  void reset() {
    numbers.clear();
  }

  @Override
  void prepare(Channel fresh) {
    tls.ifPresent(it -> fresh.pipeline().addLast(it.newHandler(fresh.alloc())));
    fresh.pipeline().addLast(new MqttDecoder(), MqttEncoder.INSTANCE);
  }

  @Override
  void logIn(ChannelHandlerContext context) {
    var _ =
        context.writeAndFlush(
            MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(identity.deviceId())
                .username("fleet")
                .password(identity.secret().getBytes(StandardCharsets.UTF_8))
                .cleanSession(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .build());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
    if (message.decoderResult().isFailure()) {
      watcher().lost("the platform sent no MQTT: " + message.decoderResult().cause());
      var _ = context.close();
      return;
    }
    switch (message.fixedHeader().messageType()) {
      case CONNACK -> connected(context, (MqttConnAckMessage) message);
      case PUBACK -> acknowledged(packetId(message), true);
      case PUBREC -> {
        acknowledged(packetId(message), false);
        answer(context, MqttMessageType.PUBREL, MqttQoS.AT_LEAST_ONCE, packetId(message));
      }
      case PUBLISH -> taken(context, (MqttPublishMessage) message);
      case PUBREL ->
          answer(context, MqttMessageType.PUBCOMP, MqttQoS.AT_MOST_ONCE, packetId(message));
      default -> {} // the answers to pings; PUBCOMP closes what PUBREC settled
    }
  }

  private void connected(ChannelHandlerContext context, MqttConnAckMessage answer) {
    MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
    if (code == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      watcher().connected();
    } else {
      watcher().lost("CONNACK: " + code);
      var _ = context.close();
    }
  }

  private void acknowledged(int packetId, boolean over) {
    Integer number = numbers.remove(packetId);
    if (number != null) {
      watcher().acknowledged(number);
    } else if (over) {
      watcher().lost("PUBACK " + packetId + " for nothing");
    }
  }

  /// A command: acknowledged as its QoS asks.
  private static void taken(ChannelHandlerContext context, MqttPublishMessage command) {
    int packetId = command.variableHeader().packetId();
    switch (command.fixedHeader().qosLevel()) {
      case AT_LEAST_ONCE -> answer(context, MqttMessageType.PUBACK, MqttQoS.AT_MOST_ONCE, packetId);
      case EXACTLY_ONCE -> answer(context, MqttMessageType.PUBREC, MqttQoS.AT_MOST_ONCE, packetId);
      case AT_MOST_ONCE, FAILURE -> {}
    }
  }

  private static void answer(
      ChannelHandlerContext context, MqttMessageType type, MqttQoS flags, int packetId) {
    var _ =
        context.writeAndFlush(
            new MqttMessage(
                new MqttFixedHeader(type, false, flags, false, 2),
                MqttMessageIdVariableHeader.from(packetId)));
  }

  private static int packetId(MqttMessage message) {
    return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
  }

  @Override
  public void report(int number, byte[] payload) {
    MqttQoS qos =
        switch (plan.acknowledgement()) {
          case NONE -> MqttQoS.AT_MOST_ONCE;
          case ONCE -> MqttQoS.AT_LEAST_ONCE;
          case EXACTLY_ONCE -> MqttQoS.EXACTLY_ONCE;
        };
    if (qos != MqttQoS.AT_MOST_ONCE) {
      lastPacketId = lastPacketId == LAST_PACKET_ID ? 1 : lastPacketId + 1;
      numbers.put(lastPacketId, number);
    }
    MqttPublishMessage publish =
        MqttMessageBuilders.publish()
            .topicName(TOPIC)
            .qos(qos)
            .messageId(lastPacketId)
            .payload(Unpooled.wrappedBuffer(payload))
            .build();
    write(publish);
  }

  @Override
  public void flush() {
    flushChannel();
  }
}
