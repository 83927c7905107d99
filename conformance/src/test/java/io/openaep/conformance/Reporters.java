package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One device a protocol that reports once when told, says whether that was acknowledged, and
/// remembers what was. A refusal is a connection that ends or stays silent.
final class Reporters implements AutoCloseable {
  private static final Duration NO_ANSWER_FOR = Duration.ofSeconds(1);

  private final PlatformProcess platform;
  private final Api.Device overTcp;
  private final Api.Device overMqtt;
  private final Api.Device overLwm2m;
  private final RawLwm2m lwm2m;
  private RawCoap notification;
  private final List<String> notified = new ArrayList<>();
  private final List<String> published = new ArrayList<>();
  private final List<String> reported = new ArrayList<>();

  Reporters(PlatformProcess platform) throws IOException {
    this.platform = platform;
    Api api = platform.api();
    overTcp = api.device(api.tcp("reporters tcp"), false, "t");
    overMqtt = api.device(api.mqtt("reporters mqtt"), false, "m");
    String imei = SharedPlatform.imei();
    overLwm2m = api.device(api.lwm2m("reporters lwm2m", 2), true, imei);
    lwm2m = RawLwm2m.open(platform);
    lwm2m.register(imei);
    notification = lwm2m.notification("none yet");
  }

  Api.Device overLwm2m() {
    return overLwm2m;
  }

  RawLwm2m lwm2m() {
    return lwm2m;
  }

  /// @return whether the ACK came
  boolean notifies(String payload) throws IOException {
    notification = lwm2m.notification(payload);
    return notifiesAgain();
  }

  /// Sends the last notification once more, as a device does that got no ACK.
  ///
  /// @return whether the ACK came
  boolean notifiesAgain() throws IOException {
    lwm2m.send(notification);
    Optional<RawCoap> answer = lwm2m.answerTo(notification, NO_ANSWER_FOR);
    answer.ifPresent(it -> assertThat(it.type()).isEqualTo(RawCoap.ACK));
    return answer.isPresent()
        && notified.add(new String(notification.payload(), StandardCharsets.UTF_8));
  }

  /// @return whether the PUBACK came
  boolean publishes(String payload) throws IOException {
    try (RawMqtt mqtt = RawMqtt.open(platform)) {
      if (mqtt.logIn(overMqtt) != 0) {
        return false;
      }
      mqtt.report(payload);
      mqtt.acknowledged();
      return published.add(payload);
    } catch (EOFException | SocketException | SocketTimeoutException _) {
      return false;
    }
  }

  /// @return whether the 0x06 came
  boolean reportsByTcp(String payload) throws IOException {
    try (RawTcp tcp = RawTcp.open(platform)) {
      if (tcp.logIn(overTcp) != 0) {
        return false;
      }
      tcp.report(payload);
      tcp.acknowledged();
      return reported.add(payload);
    } catch (EOFException | SocketException | SocketTimeoutException _) {
      return false;
    }
  }

  /// Asserts that everything acknowledged is stored, and once.
  void acknowledgedMeansStored() throws IOException {
    Api api = platform.api();
    assertThat(api.reports(overLwm2m)).containsAll(notified).doesNotHaveDuplicates();
    assertThat(api.reports(overMqtt)).containsAll(published).doesNotHaveDuplicates();
    assertThat(api.reports(overTcp)).containsAll(reported).doesNotHaveDuplicates();
  }

  @Override
  public void close() {
    lwm2m.close();
  }
}
