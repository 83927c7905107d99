package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.util.regex.Pattern;

/// What an operator and well-behaved devices see while someone else misbehaves: a counter that goes
/// up, a line in the log, and their own devices working on.
final class Onlooker implements AutoCloseable {
  private static final Pattern TRACE =
      Pattern.compile(
          "\\.java:\\d|\\bat [a-z]\\w*\\.[\\w.$]+\\(|Exception|\\b(java|io|org)\\.[a-z]+\\.");

  private static final Pattern REFUSED =
      Pattern.compile(
          "^(openaep_refused_total|openaep_http_malformed_total"
              + "|openaep_northbound_calls_seconds_count\\{(?!.*result=\"0\"))");

  private final PlatformProcess platform;
  private final Api api;
  private final Api.Device overTcp;
  private final Api.Device overMqtt;
  private final RawTcp tcp;
  private final RawMqtt mqtt;
  private final RawLwm2m lwm2m;
  private double refusedBefore;
  private int logBefore;

  /// @param name tells this one's products from those of others
  Onlooker(PlatformProcess platform, String name) throws IOException {
    this.platform = platform;
    this.api = platform.api();
    overTcp = api.device(api.tcp(name + " onlooker tcp"), false, "good");
    overMqtt = api.device(api.mqtt(name + " onlooker mqtt"), false, "good");
    String imei = SharedPlatform.imei();
    api.device(api.lwm2m(name + " onlooker lwm2m", 2), true, imei);
    tcp = RawTcp.open(platform);
    mqtt = RawMqtt.open(platform);
    lwm2m = RawLwm2m.open(platform);
    assertThat(tcp.logIn(overTcp)).isZero();
    assertThat(mqtt.logIn(overMqtt)).isZero();
    lwm2m.register(imei);
  }

  /// Remembers counters and log as they are.
  void look() throws IOException {
    refusedBefore = refused();
    logBefore = log().length();
  }

  /// Asserts that since the last look something was counted as refused, that a line of the log
  /// names the culprit, and that the devices of others still work.
  ///
  /// @param culprit a part of its address, or its device
  void sawRefusalOf(String culprit) throws IOException {
    Eventually.holds(() -> {
      assertThat(refused()).as("a counter of /metrics").isGreaterThan(refusedBefore);
      assertThat(newLog()).as("log").contains(culprit);
    });
    assertThat(newLog()).as("no stack trace for a peer's mistake").doesNotContain("\tat ");
    othersWork();
  }

  /// Asserts that a report of each protocol still is stored and acknowledged.
  void othersWork() throws IOException {
    tcp.report("still here");
    tcp.acknowledged();
    mqtt.report("{\"still\":\"here\"}");
    mqtt.acknowledged();
    lwm2m.report("still here");
  }

  /// Asserts that bytes for a peer hold nothing of the inside of the program.
  static void assertNothingOfTheInside(String answer) {
    assertThat(TRACE.matcher(answer).find()).as("inside of the program in: %s", answer).isFalse();
  }

  private double refused() throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + platform.port("http") + "/metrics");
    return Api.send(HttpRequest.newBuilder(uri).build())
        .body()
        .lines()
        .filter(REFUSED.asPredicate())
        .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
        .sum();
  }

  private String newLog() throws IOException {
    return log().substring(logBefore);
  }

  private String log() throws IOException {
    return Files.readString(platform.log());
  }

  @Override
  public void close() throws IOException {
    tcp.close();
    mqtt.close();
    lwm2m.close();
  }
}
