package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.SessionChange;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.mqtt.MqttPacket.AckType;
import io.openaep.wire.mqtt.MqttPacket.Publish;
import io.openaep.wire.mqtt.MqttProperty;
import io.openaep.wire.mqtt.MqttReason;
import io.openaep.wire.topic.TopicName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a device publishes (MQTT 3.1.1, 3.3 and 4.3): every PUBLISH is a report and is routed to
/// nobody. PUBACK and PUBREC leave when it is stored; of QoS 2 the packet id is stored with it.
/// Lives on the connection's event loop.
final class MqttReports {
  private final MqttClient client;
  private final MqttConfig config;

  /// Topics; none for most devices, which then take no memory for it.
  private Map<Integer, String> aliases = Map.of();

  /// A PUBLISH that cannot be taken; the connection ends.
  static final class Unacceptable extends Exception {
    private static final long serialVersionUID = 1L;

    private final MqttReason code;
    private final String kind;

    Unacceptable(MqttReason code, String kind, String reason) {
      super(reason);
      this.code = code;
      this.kind = kind;
    }

    MqttReason code() {
      return code;
    }

    String kind() {
      return kind;
    }
  }

  MqttReports(MqttClient client, MqttConfig config) {
    this.client = client;
    this.config = config;
  }

  void publish(Publish publish) throws Unacceptable, MqttSession.Replaced {
    String topic = topic(publish);
    Bytes payload = publish.payload();
    if (payload.size() > config.payloadLimitBytes()) {
      throw new Unacceptable(
          MqttReason.PACKET_TOO_LARGE,
          "too_large",
          "payload of " + payload.size() + " bytes, the limit is " + config.payloadLimitBytes());
    }
    int said = publish.properties().user().size();
    if (said > config.userPropertyLimit()) {
      throw new Unacceptable(
          MqttReason.PACKET_TOO_LARGE,
          "too_large",
          said + " user properties, the limit is " + config.userPropertyLimit());
    }
    switch (publish.qos()) {
      case 0 -> {
        var _ = report(publish, topic, Optional.empty(), List.of(), _ -> {});
      }
      case 1 -> atLeastOnce(publish, topic);
      default -> exactlyOnce(publish, topic);
    }
  }

  private void atLeastOnce(Publish publish, String topic) {
    int packetId = publish.packetId();
    Optional<RepeatKey> repeat =
        client.session().isKept()
            ? Optional.of(MessageKey.of(packetId, topic, publish.payload(), publish.dup()))
            : Optional.empty();
    Consumer<Receipt> answer =
        _ -> client.acknowledge(AckType.PUBACK, packetId, MqttReason.SUCCESS);
    var _ = report(publish, topic, repeat, List.of(), answer);
  }

  private CompletionStage<Receipt> report(
      Publish publish,
      String topic,
      Optional<RepeatKey> repeat,
      List<SessionChange> changes,
      Consumer<Receipt> answer) {
    return client
        .connection()
        .report(
            topic,
            publish.payload(),
            publish.qos() > 0,
            repeat,
            changes,
            publish.properties().user(),
            answer);
  }

  private void exactlyOnce(Publish publish, String topic)
      throws Unacceptable, MqttSession.Replaced {
    int packetId = publish.packetId();
    long hash = MessageKey.hash(topic, publish.payload());
    Runnable answer = () -> client.acknowledge(AckType.PUBREC, packetId, MqttReason.SUCCESS);
    switch (client.session().arrive(client.owner(), packetId, hash, config.unreleasedLimit())) {
      case MqttSession.Arrival.Again(var stored) -> after(stored, answer);
      case MqttSession.Arrival.TooMany _ ->
          throw new Unacceptable(
              MqttReason.RECEIVE_MAXIMUM_EXCEEDED,
              "too_many_unreleased",
              "PUBREL is missing for too many messages of QoS 2");
      case MqttSession.Arrival.First(var changes, var promised) ->
          report(publish, topic, Optional.empty(), changes, _ -> answer.run())
              .whenComplete((receipt, failure) -> settle(promised, receipt, failure));
    }
  }

  private static void settle(
      CompletableFuture<Receipt> promised, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt != null) {
      promised.complete(receipt);
    } else {
      promised.completeExceptionally(
          failure != null ? failure : new IllegalStateException("stored without a receipt"));
    }
  }

  /// Answered whether or not the id is known: the client may not have seen the first PUBCOMP.
  void release(int packetId) throws MqttSession.Replaced {
    Optional<MqttSession.Released> released = client.session().release(client.owner(), packetId);
    MqttReason reason = released.isPresent() ? MqttReason.SUCCESS : MqttReason.PACKET_ID_NOT_FOUND;
    after(
        released.flatMap(MqttSession.Released::stored),
        () -> client.acknowledge(AckType.PUBCOMP, packetId, reason));
  }

  private void after(Optional<? extends CompletionStage<Receipt>> stored, Runnable answer) {
    if (stored.isPresent()) {
      client.connection().inTurn(stored.get(), _ -> answer.run());
    } else {
      client.connection().inTurn(answer);
    }
  }

  /// The topic itself, or what an alias stands for (5.0, 3.3.2.3.4).
  private String topic(Publish publish) throws Unacceptable {
    OptionalLong alias = publish.properties().number(MqttProperty.TOPIC_ALIAS);
    String topic = publish.topic();
    if (alias.isPresent() && alias.getAsLong() > config.topicAliasLimit()) {
      throw new Unacceptable(
          MqttReason.TOPIC_ALIAS_INVALID,
          "protocol",
          "topic alias " + alias.getAsLong() + ", the limit is " + config.topicAliasLimit());
    }
    if (topic.isEmpty() && alias.isPresent()) {
      String known = aliases.get((int) alias.getAsLong());
      if (known == null) {
        throw new Unacceptable(
            MqttReason.PROTOCOL_ERROR,
            "protocol",
            "topic alias " + alias.getAsLong() + " stands for nothing yet (5.0, 3.3.2.3.4)");
      }
      return known;
    }
    check(topic);
    if (alias.isPresent()) {
      aliases = aliases.isEmpty() ? new HashMap<>() : aliases;
      aliases.put((int) alias.getAsLong(), topic);
    }
    return topic;
  }

  private void check(String topic) throws Unacceptable {
    try {
      TopicName.parse(topic);
    } catch (DecodeException bad) {
      throw new Unacceptable(MqttReason.TOPIC_NAME_INVALID, "malformed", bad.reason());
    }
    if (topic.length() > config.topicLimitChars()) {
      throw new Unacceptable(
          MqttReason.TOPIC_NAME_INVALID,
          "too_large",
          "topic of " + topic.length() + " characters, the limit is " + config.topicLimitChars());
    }
  }
}
