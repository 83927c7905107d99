package io.openaep.platform.access.mqtt;

import io.micrometer.core.instrument.Counter;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.KeptMqttSession.Outgoing;
import io.openaep.platform.access.KeptMqttSession.Subscription;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.SendOutcome;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttEncoder;
import io.openaep.wire.mqtt.MqttEncoder.Publishing;
import io.openaep.wire.mqtt.MqttPacket.AckType;
import io.openaep.wire.mqtt.MqttProperty;
import io.openaep.wire.mqtt.MqttReason;
import io.openaep.wire.mqtt.PropertyWriter;
import io.openaep.wire.topic.AepTopics;
import io.openaep.wire.topic.TopicName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Commands on their way to one device (AEP device protocols, 2.2; MQTT 3.1.1, 4.3 and 4.4). The
/// platform has subscribed for the device with QoS 1; a device that subscribed with QoS 2 gets QoS
/// 2. One message a command, however many subscriptions match. Delivered means PUBACK or PUBREC. In
/// a kept session a command that was under way is sent again with its old packet id and DUP. Lives
/// on the connection's event loop.
final class MqttCommands {
  private static final int LEAST_QOS = 1;

  private final MqttClient client;
  private final MqttConfig config;

  /// By topic; none for most devices, which then take no memory for it.
  private Map<String, Integer> aliases = Map.of();

  private final Counter gaveWay;
  private Optional<Integer> underWay = Optional.empty();

  /// Waits because the device takes no more messages at a time (5.0, 4.9).
  private Optional<Downlink> held = Optional.empty();

  MqttCommands(MqttClient client, MqttConfig config) {
    this.client = client;
    this.config = config;
    this.gaveWay =
        Counter.builder("openaep.mqtt.released.forgotten")
            .description("Commands of QoS 2 whose PUBCOMP is no longer awaited")
            .register(client.connection().door().ports().meters());
  }

  /// After a resumed session's CONNACK: what the device has received and not released (4.4.0-1).
  void releaseAgain() {
    for (Outgoing message : client.session().outgoing()) {
      if (message.released()) {
        client.acknowledge(AckType.PUBREL, message.packetId(), MqttReason.SUCCESS);
      }
    }
  }

  void send(Downlink command) throws MqttSession.Replaced {
    if (client.session().hasGivenUp(command.commandId())) {
      client
          .connection()
          .commandEnds(
              new SendOutcome.Unanswered(
                  "the device has discarded the session in which it was sent; it may have arrived"));
      return;
    }
    if (mustWait(command)) {
      held = Optional.of(command);
      return;
    }
    TopicName topic = topic(command);
    List<Subscription> audience = audience(topic);
    int qos = Math.max(LEAST_QOS, audience.stream().mapToInt(Subscription::qos).max().orElse(0));
    var departure =
        client.session().depart(client.owner(), command.commandId(), qos, config.releasedLimit());
    gaveWay.increment(departure.gaveWay());
    Runnable leave = () -> leave(command, departure, topic, audience);
    if (departure.stored().isPresent()) {
      client.connection().inTurn(departure.stored().get(), _ -> leave.run());
    } else {
      leave.run();
    }
  }

  private boolean mustWait(Downlink command) {
    List<Outgoing> open = client.session().outgoing();
    return open.stream().noneMatch(it -> it.commandId() == command.commandId())
        && open.stream().filter(Outgoing::released).count() >= client.receiveMaximum();
  }

  private void leave(
      Downlink command,
      MqttSession.Departure departure,
      TopicName topic,
      List<Subscription> audience) {
    Outgoing message = departure.message();
    if (message.released()) {
      // Its PUBREC had come when the older connection ended.
      client.connection().commandEnds(new SendOutcome.Delivered());
      return;
    }
    Optional<Integer> alias = alias(topic);
    boolean known = alias.isPresent() && aliases.containsKey(topic.text());
    Bytes packet =
        MqttEncoder.publish(
            client.version(),
            new Publishing(message.qos(), message.packetId(), departure.again()),
            known ? "" : topic.text(),
            properties(alias, audience),
            command.payload());
    if (packet.size() > client.maximumPacketSizeBytes()) {
      tooLarge(message, packet.size());
      return;
    }
    if (!client.connection().commandLeaves()) {
      if (!departure.again()) {
        forget(message);
      }
      return;
    }
    if (alias.isPresent()) {
      aliases = aliases.isEmpty() ? new HashMap<>() : aliases;
      aliases.put(topic.text(), alias.get());
    }
    underWay = Optional.of(message.packetId());
    client.write(packet);
  }

  /// It was not sent, and will not be.
  private void forget(Outgoing message) {
    try {
      client.session().finished(client.owner(), message);
    } catch (MqttSession.Replaced replaced) {
      // The newer connection finds the same.
    }
  }

  /// 5.0, 3.1.2-24 and 3.1.2-25: it must not be sent, and counts as done.
  private void tooLarge(Outgoing message, int sizeBytes) {
    forget(message);
    client
        .connection()
        .commandEnds(
            new SendOutcome.Refused(
                "0x95, its maximum packet size is "
                    + client.maximumPacketSizeBytes()
                    + " bytes, the command needs "
                    + sizeBytes));
  }

  private static PropertyWriter properties(Optional<Integer> alias, List<Subscription> audience) {
    PropertyWriter properties = new PropertyWriter();
    alias.ifPresent(it -> properties.number(MqttProperty.TOPIC_ALIAS, it));
    audience.stream()
        .mapToInt(Subscription::identifier)
        .filter(it -> it > 0)
        .distinct()
        .forEach(it -> properties.number(MqttProperty.SUBSCRIPTION_ID, it));
    return properties;
  }

  /// An alias that the topic has or may get.
  private Optional<Integer> alias(TopicName topic) {
    Integer known = aliases.get(topic.text());
    if (known != null) {
      return Optional.of(known);
    }
    int limit = Math.min(client.topicAliasMaximum(), config.topicAliasLimit());
    return aliases.size() < limit ? Optional.of(aliases.size() + 1) : Optional.empty();
  }

  /// A command of a thing model has its service's own topic (AEP device protocols, 2.3). Others
  /// have the short form, unless the device subscribed to the internal form alone (2.1): libraries
  /// drop what matches none of their filters.
  private TopicName topic(Downlink command) {
    if (!command.channel().isEmpty()) {
      return new TopicName(command.channel());
    }
    if (client.session().subscriptions(it -> it.filter().startsWith("mqtt/")).isEmpty()) {
      return AepTopics.DEVICE_CONTROL;
    }
    TopicName internal =
        AepTopics.internalDeviceControl(
            client.profile().tenantId(),
            Long.toString(client.profile().device().productId()),
            client.profile().device().deviceId());
    return client.session().hasSubscription(internal.text())
            && audience(AepTopics.DEVICE_CONTROL).isEmpty()
        ? internal
        : AepTopics.DEVICE_CONTROL;
  }

  private List<Subscription> audience(TopicName topic) {
    return client.session().subscriptions(it -> SubscribedFilter.of(it.filter()).matches(topic));
  }

  /// An acknowledgement of what nobody sent answers nothing and is passed over.
  ///
  /// @return a sentence if it breaks the protocol
  Optional<String> acknowledged(AckType type, int packetId, int reasonCode)
      throws MqttSession.Replaced {
    Optional<Outgoing> found = client.session().find(packetId);
    if (found.isEmpty()) {
      if (type == AckType.PUBREC) {
        client.acknowledge(AckType.PUBREL, packetId, MqttReason.PACKET_ID_NOT_FOUND);
      }
      return Optional.empty();
    }
    Outgoing message = found.get();
    if ((type == AckType.PUBACK) != (message.qos() == 1)) {
      return Optional.of(type + " of a message with QoS " + message.qos());
    }
    if (type == AckType.PUBCOMP) {
      if (message.released()) {
        client.session().finished(client.owner(), message);
        sendHeld();
      }
    } else if (reasonCode >= 0x80 || type == AckType.PUBACK) {
      client.session().finished(client.owner(), message);
      ends(packetId, reasonCode);
    } else {
      Optional<? extends CompletionStage<Receipt>> stored =
          client.session().received(client.owner(), message);
      Runnable release =
          () -> {
            client.acknowledge(AckType.PUBREL, packetId, MqttReason.SUCCESS);
            ends(packetId, 0);
          };
      if (stored.isPresent()) {
        client.connection().inTurn(stored.get(), _ -> release.run());
      } else {
        release.run();
      }
    }
    return Optional.empty();
  }

  /// The command that waits for the device to take more is not to be sent.
  boolean recall() {
    boolean wasHeld = held.isPresent();
    held = Optional.empty();
    return wasHeld;
  }

  private void sendHeld() throws MqttSession.Replaced {
    if (held.isPresent()) {
      Downlink command = held.get();
      held = Optional.empty();
      send(command);
    }
  }

  private void ends(int packetId, int reasonCode) {
    if (underWay.equals(Optional.of(packetId))) {
      underWay = Optional.empty();
      client
          .connection()
          .commandEnds(
              reasonCode < 0x80
                  ? new SendOutcome.Delivered()
                  : new SendOutcome.Refused("0x%02x".formatted(reasonCode)));
    }
  }
}
