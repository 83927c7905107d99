package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.KeptMqttSession.Subscription;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.socket.OpenDoor;
import io.openaep.wire.DecodeException;
import io.openaep.wire.mqtt.MqttPacket.Filter;
import io.openaep.wire.mqtt.MqttPacket.Subscribe;
import io.openaep.wire.mqtt.MqttPacket.Unsubscribe;
import io.openaep.wire.mqtt.MqttReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// SUBSCRIBE and UNSUBSCRIBE (MQTT 3.1.1, 3.8 to 3.11). Every valid filter is granted as asked for,
/// and matches nothing but the device's own commands, which it gets without subscribing too. In a
/// kept session SUBACK leaves when the subscription is stored. Lives on the connection's event
/// loop.
final class MqttSubscriptions {
  private final MqttClient client;
  private final MqttConfig config;

  MqttSubscriptions(MqttClient client, MqttConfig config) {
    this.client = client;
    this.config = config;
  }

  /// @throws DecodeException if a filter is none: only MQTT 5.0 has a code for that
  void subscribe(Subscribe subscribe) throws DecodeException, MqttSession.Replaced {
    List<Integer> codes = new ArrayList<>();
    List<Subscription> granted = new ArrayList<>();
    Set<String> added = new HashSet<>();
    for (Filter filter : subscribe.filters()) {
      Optional<MqttReason> refusal = refusal(filter.text(), added);
      if (refusal.isEmpty()) {
        granted.add(
            new Subscription(filter.text(), filter.qos(), subscribe.identifier().orElse(0)));
        codes.add(filter.qos());
      } else {
        boolean coded = client.version().isV5();
        codes.add(coded ? refusal.get().code() : MqttReason.UNSPECIFIED.code());
      }
    }
    after(
        client.session().subscribe(client.owner(), granted),
        () -> client.subAck(subscribe.packetId(), codes));
  }

  private Optional<MqttReason> refusal(String filter, Set<String> added) throws DecodeException {
    try {
      SubscribedFilter.parse(filter);
    } catch (DecodeException bad) {
      if (client.version().isV5()) {
        tell(bad.reason());
        return Optional.of(MqttReason.TOPIC_FILTER_INVALID);
      }
      throw bad;
    }
    boolean known = client.session().hasSubscription(filter);
    if (filter.length() > config.topicLimitChars()) {
      tell("the topic filter has " + filter.length() + " characters");
      return Optional.of(MqttReason.QUOTA_EXCEEDED);
    }
    if (!known
        && client.session().subscriptionCount() + added.size() >= config.subscriptionLimit()
        && !added.contains(filter)) {
      tell("the session has " + config.subscriptionLimit() + " subscriptions");
      return Optional.of(MqttReason.QUOTA_EXCEEDED);
    }
    if (!known) {
      added.add(filter);
    }
    return Optional.empty();
  }

  private void tell(String reason) {
    OpenDoor door = client.connection().door();
    String device = client.profile().device().deviceId();
    String remote = client.connection().sourceOf(client.profile().device()).remote();
    door.ports().refusals().refused(door.door(), "subscription", device, remote, reason);
  }

  /// Of what the platform subscribed for the device nothing ends.
  void unsubscribe(Unsubscribe unsubscribe) throws DecodeException, MqttSession.Replaced {
    List<Integer> codes = new ArrayList<>();
    for (String filter : unsubscribe.filters()) {
      if (!client.version().isV5()) {
        SubscribedFilter.parse(filter);
      }
      boolean known = client.session().hasSubscription(filter);
      codes.add((known ? MqttReason.SUCCESS : MqttReason.NO_SUBSCRIPTION_EXISTED).code());
    }
    after(
        client.session().unsubscribe(client.owner(), unsubscribe.filters()),
        () -> client.unsubAck(unsubscribe.packetId(), codes));
  }

  private void after(Optional<CompletionStage<Receipt>> stored, Runnable answer) {
    if (stored.isPresent()) {
      client.connection().inTurn(stored.get(), _ -> answer.run());
    } else {
      client.connection().inTurn(answer);
    }
  }
}
