package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `/metrics` counts moves when it happens: connections, registrations, uplinks by protocol
/// and result, the time of an append, commands by status, DTLS handshakes, refusals by kind, the
/// lag of the folds. Other tests use the same platform, so counters are compared with what they
/// were.
@ExtendWith(SharedPlatform.class)
class MetricsMoveTest {
  private static final int DRX = 2;
  private static final int DELETE = 4;
  private static final String KEY = "0123456789abcdef";

  /// `name{label="value",…} 12.0`, without the timestamps that are never there.
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\S+?)(\\{[^}]*\\})? (\\S+)$");

  private static Map<String, Double> read(PlatformProcess platform) throws IOException {
    String text =
        Api.send(HttpRequest.newBuilder(URI.create(platform.url() + "/metrics")).build()).body();
    Map<String, Double> samples = new HashMap<>();
    SAMPLE
        .matcher(text)
        .results()
        .filter(it -> !it.group().startsWith("#"))
        .forEach(it -> {
          String labels = it.group(2) == null ? "" : it.group(2);
          samples.put(it.group(1) + labels, Double.valueOf(it.group(3)));
        });
    return samples;
  }

  /// Since `before` it has grown by so much at least.
  private static void grew(
      PlatformProcess platform, Map<String, Double> before, String sample, double least) {
    Eventually.holds(() ->
        assertThat(read(platform).getOrDefault(sample, 0.0))
            .as(sample)
            .isGreaterThanOrEqualTo(before.getOrDefault(sample, 0.0) + least));
  }

  @Test
  void aTcpDeviceIsCountedFromItsLoginToItsEnd(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    Api.Device device = api.device(api.tcp("metrics tcp"), false, "metrics1");
    Map<String, Double> before = read(platform);
    try (RawTcp tcp = RawTcp.open(platform)) {
      assertThat(tcp.logIn(device)).isZero();
      tcp.report("reading");
      tcp.acknowledged();
      assertThat(read(platform))
          .hasEntrySatisfying(
              "openaep_connections{door=\"tcp\"}", it -> assertThat(it).isPositive());
      api.textCommand(device, "open");
      assertThat(tcp.nextCommand()).isNotEmpty();
    }
    grew(platform, before, "openaep_uplinks_total{protocol=\"tcp\",result=\"stored\"}", 1);
    grew(platform, before, "openaep_journal_append_seconds_count", 3);
    grew(platform, before, "openaep_journal_append_seconds_sum", Double.MIN_VALUE);
    for (String status : new String[] {"saved", "sent", "delivered"}) {
      grew(platform, before, "openaep_commands_total{status=\"" + status + "\"}", 1);
    }
    grew(platform, before, "openaep_connections_ended_total{cause=\"closed\",door=\"tcp\"}", 1);
    try (RawTcp tcp = RawTcp.open(platform)) {
      assertThat(tcp.logIn(new Api.Device(device.product(), device.id(), "wrong"))).isEqualTo(3);
    }
    grew(platform, before, "openaep_refused_total{door=\"tcp\",kind=\"bad_credentials\"}", 1);
  }

  @Test
  void anLwm2mDeviceIsCountedFromItsHandshakeToItsEnd(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    String imei = SharedPlatform.imei();
    api.securedDevice(api.securedLwm2m("metrics lwm2ms", DRX), imei, KEY);
    Map<String, Double> before = read(platform);
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (RawLwm2m peer = new RawLwm2m(new DtlsLink(loopback, platform.port("lwm2ms"), imei, KEY))) {
      var location = peer.register(imei);
      peer.report("reading");
      grew(platform, before, "openaep_dtls_handshakes_total{result=\"full\"}", 1);
      grew(platform, before, "openaep_lwm2m_uplinks_total{door=\"lwm2ms\",result=\"stored\"}", 1);
      Map<String, Double> now = read(platform);
      assertThat(now.get("openaep_lwm2m_registrations")).isPositive();
      assertThat(now.get("openaep_dtls_sessions{door=\"lwm2ms\"}")).isPositive();
      assertThat(peer.atLocation(DELETE, location).code()).isEqualTo(0x42);
    }
    try (RawLwm2m stranger = RawLwm2m.open(platform)) {
      assertThat(stranger.exchange(stranger.registration("000000000000000")).code())
          .isEqualTo(0x83);
    }
    grew(platform, before, "openaep_refused_total{door=\"lwm2m\",kind=\"unknown_device\"}", 1);
    Eventually.holds(() ->
        assertThat(read(platform).entrySet())
            .filteredOn(it -> it.getKey().startsWith("openaep_tail_lag{"))
            .as("every fold reaches the end")
            .hasSizeGreaterThan(2)
            .allSatisfy(it -> assertThat(it.getValue()).isZero()));
  }
}
