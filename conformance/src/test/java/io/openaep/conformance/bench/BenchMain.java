package io.openaep.conformance.bench;

import io.openaep.conformance.Api;
import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.RawMqtt;
import io.openaep.conformance.RawTcp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Starts a platform and prints one row a protocol. `openaep.prefix` pins the platform to its core.
public final class BenchMain {
  private static final int PAYLOAD_BYTES = 200;
  private static final int CONNECTIONS = 100;
  private static final int PIPELINED = 10;

  private final Api api;
  private final PlatformProcess platform;
  private final byte[] payload = new byte[PAYLOAD_BYTES];
  private final byte[] json;

  private BenchMain(PlatformProcess platform) {
    this.platform = platform;
    this.api = platform.api();
    Arrays.fill(payload, (byte) 'x');
    json = payload.clone();
    json[0] = '"';
    json[PAYLOAD_BYTES - 1] = '"';
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("openaep-bench");
    try (PlatformProcess platform = PlatformProcess.start(directory.resolve("data"))) {
      BenchMain bench = new BenchMain(platform);
      bench.tcp("TCP, 10 outstanding", PIPELINED);
      bench.tcp("TCP, one at a time", 1);
      bench.mqtt("MQTT QoS 1, 10 outstanding", PIPELINED);
      bench.mqtt("MQTT QoS 1, one at a time", 1);
      bench.lwm2m("LwM2M CON notify");
    }
  }

  private void tcp(String name, int outstanding) throws IOException {
    Api.Product product = api.tcp(name);
    List<TcpLane> lanes =
        Throughput.times(
            CONNECTIONS,
            n ->
                new TcpLane(
                    platform.port("tcp"),
                    RawTcp.login(api.device(product, false, "t" + n)),
                    outstanding,
                    payload));
    new Throughput(pid(), lanes).measure(name);
  }

  private void mqtt(String name, int outstanding) throws IOException {
    Api.Product product = api.mqtt(name);
    List<MqttLane> lanes =
        Throughput.times(
            CONNECTIONS,
            n ->
                new MqttLane(
                    platform.port("mqtt"),
                    RawMqtt.connect(api.device(product, false, "m" + n)),
                    outstanding,
                    json));
    new Throughput(pid(), lanes).measure(name);
  }

  private void lwm2m(String name) throws IOException {
    Api.Product product = api.lwm2m(name, 2);
    List<Lwm2mLane> lanes =
        Throughput.times(
            2 * CONNECTIONS,
            n -> {
              String imei = "8610000000%05d".formatted(n);
              api.device(product, true, imei);
              return new Lwm2mLane(platform.port("lwm2m"), imei, payload);
            });
    new Throughput(pid(), lanes).measure(name);
  }

  private long pid() {
    return platform.ready().path("pid").asLong();
  }
}
