package io.openaep.devices.module.mqtt;

import io.openaep.devices.link.mqtt.MqttLogin;
import io.openaep.devices.module.baseband.PdpContexts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What `AT+QMTCFG` holds for one client (AT reference, 8.1). A restart forgets it, closing does
/// not. On the loop.
final class ClientSettings {
  MqttLogin.Version version = MqttLogin.Version.V3_1;
  int context = PdpContexts.FIRST;

  /// The TLS context, where TLS is on.
  OptionalInt tls = OptionalInt.empty();

  Duration keepAlive = Duration.ofMinutes(2);
  boolean cleanSession = true;
  Duration packetTimeout = Duration.ofSeconds(5);
  int retries = 3;
  boolean noticeRetries;
  Optional<MqttLogin.Will> will = Optional.empty();

  /// `recv/mode` 1: a message is only announced, and read by `QMTRECV`.
  boolean stored;

  /// `recv/mode`, second value: the length is printed before the payload.
  boolean lengthShown;

  boolean sendHex;
  boolean receiveHex;

  /// `view/mode`: what is typed at the prompt is echoed.
  boolean echoData;

  boolean promptTimeout;
  Duration promptIdle = Duration.ofSeconds(30);

  /// Options that only other clouds' firmware heeds: kept and told.
  final Map<String, String> others = new TreeMap<>();

  /// How long an answer of the server is waited for. TCP repeats by itself what got lost, so the
  /// retries only lengthen the time.
  Duration patience() {
    return packetTimeout.multipliedBy(retries + 1L);
  }
}
