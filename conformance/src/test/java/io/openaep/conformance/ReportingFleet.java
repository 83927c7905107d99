package io.openaep.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Devices of all three protocols, over DTLS, in blocks and by Send too, that report one payload
/// after the other through whatever happens to the platform, each on a thread of its own.
public final class ReportingFleet implements AutoCloseable {
  private static final String KEY = "TYvoiTk34D3NZ6GN";

  private final Map<ReportingDevice, Api.Device> devices = new LinkedHashMap<>();
  private final List<RawLwm2mDevice> lwm2m = new ArrayList<>();
  private final List<Api.Device> addressees = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /// @param each how many of each kind
  public ReportingFleet(PlatformProcess platform, int each) throws IOException {
    Api api = platform.api();
    Api.Product metres = api.lwm2m("reporting lwm2m", 2);
    Api.Product securedMetres = api.securedLwm2m("reporting lwm2ms", 2);
    Api.Product mqtt = api.mqtt("reporting mqtt");
    Api.Product tcp = api.tcp("reporting tcp");
    for (int i = 0; i < each; i++) {
      lwm2m(platform, metres, i, RawLwm2mDevice.Way.NOTIFY);
      lwm2m(platform, metres, i, RawLwm2mDevice.Way.BLOCKS);
      lwm2m(platform, metres, i, RawLwm2mDevice.Way.SEND);
      secured(platform, securedMetres, i);
      Api.Device overMqtt = api.device(mqtt, false, "m" + i);
      devices.put(new RawMqttDevice("mqtt" + i, platform.port("mqtt"), overMqtt), overMqtt);
      Api.Device onceOverMqtt = api.device(mqtt, false, "q" + i);
      devices.put(
          new RawMqttQos2Device("qos2-" + i, platform.port("mqtt"), onceOverMqtt), onceOverMqtt);
      Api.Device overTcp = api.device(tcp, false, "t" + i);
      devices.put(new RawTcpDevice("tcp" + i, platform.port("tcp"), overTcp), overTcp);
    }
  }

  private void lwm2m(PlatformProcess platform, Api.Product product, int i, RawLwm2mDevice.Way way)
      throws IOException {
    String imei =
        switch (way) {
              case NOTIFY -> "86000000000100";
              case SEND -> "86000000000200";
              case BLOCKS -> "86000000000300";
            }
            + i;
    RawLink link = RawLink.udp(InetAddress.ofLiteral("127.0.0.1"), platform.port("lwm2m"));
    String name = "lwm2m-" + way.name().toLowerCase(Locale.ROOT) + i;
    add(new RawLwm2mDevice(name, link, imei, way), platform.api().device(product, true, imei));
  }

  private void secured(PlatformProcess platform, Api.Product product, int i) throws IOException {
    String imei = "86000000000900" + i;
    RawLink link =
        new DtlsLink(InetAddress.ofLiteral("127.0.0.1"), platform.port("lwm2ms"), imei, KEY);
    add(
        new RawLwm2mDevice("lwm2ms" + i, link, imei, RawLwm2mDevice.Way.NOTIFY),
        platform.api().securedDevice(product, imei, KEY));
  }

  private void add(RawLwm2mDevice device, Api.Device made) {
    devices.put(device, made);
    lwm2m.add(device);
    addressees.add(made);
  }

  /// Lets them report.
  public void start() {
    devices.keySet().forEach(it -> threads.add(Thread.ofPlatform().start(it)));
  }

  /// Waits until each of them had something acknowledged; gives up after `longest`.
  public void awaitEach(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (devices.keySet().stream().anyMatch(it -> it.acknowledged().isEmpty())
        && System.nanoTime() < end) {
      LockSupport.parkNanos(20_000_000L);
    }
  }

  /// Lets them end what they are at, and waits for it.
  public void stop() throws InterruptedException {
    devices.keySet().forEach(ReportingDevice::stop);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /// Each rests so long after an acknowledgement.
  public void pause(Duration length) {
    devices.keySet().forEach(it -> it.pause(length));
  }

  /// What the platform keeps of all this.
  ///
  /// @param lost acknowledged and not stored
  /// @param doubled stored more than once though sent once
  /// @param secondCopies of what was sent more than once
  /// @param faults what a device saw that no device should see
  /// @param p99 from wanting to report to the acknowledgement
  public record Account(
      int acknowledged,
      int stored,
      List<String> lost,
      List<String> doubled,
      int secondCopies,
      List<String> faults,
      Duration p99) {}

  /// Reads everything back; call it after {@link #stop}.
  public Account account(Api api) throws IOException {
    int acknowledged = 0;
    int stored = 0;
    int secondCopies = 0;
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    List<Long> nanos = new ArrayList<>();
    for (Map.Entry<ReportingDevice, Api.Device> entry : devices.entrySet()) {
      ReportingDevice device = entry.getKey();
      Map<String, Integer> copies = new HashMap<>();
      api.reports(entry.getValue()).forEach(it -> copies.merge(it, 1, Integer::sum));
      acknowledged += device.acknowledged().size();
      stored += copies.size();
      nanos.addAll(device.nanos());
      device.acknowledged().stream().filter(it -> !copies.containsKey(it)).forEach(lost::add);
      if (!device.fault().isEmpty()) {
        faults.add(device.fault());
      }
      if (device.acknowledged().isEmpty()) {
        faults.add("a device of " + entry.getValue().product().id() + " never got through");
      }
      for (Map.Entry<String, Integer> copy : copies.entrySet()) {
        if (copy.getValue() > 1 && device.repeated().contains(copy.getKey())) {
          secondCopies += copy.getValue() - 1;
        } else if (copy.getValue() > 1) {
          doubled.add(copy.getKey());
        }
      }
    }
    return new Account(
        acknowledged, stored, lost, doubled, secondCopies, faults, percentile(nanos, 0.99));
  }

  private static Duration percentile(List<Long> nanos, double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(sorted.get((int) (share * (sorted.size() - 1))));
  }

  /// Each with what the platform knows it as.
  Map<ReportingDevice, Api.Device> devices() {
    return devices;
  }

  List<RawLwm2mDevice> lwm2m() {
    return lwm2m;
  }

  /// Devices that take commands as text.
  List<Api.Device> addressees() {
    return addressees;
  }

  @Override
  public void close() {
    devices.keySet().forEach(ReportingDevice::stop);
    lwm2m.forEach(RawLwm2mDevice::close);
  }
}
