package io.openaep.platform.access.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.SessionStore;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.RawDevice;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A city's worth of registrations, restored: what they take in memory. The time is measured by the
/// benchmark of the whole start.
class ManyRegistrationsTest {
  private static final int DEVICES = 20_000;
  private static final int LIMIT_BYTES = 1_536;

  @Test
  void aRegistrationTakesAtMostOneAndAHalfKibibytes() throws IOException {
    long before = usedBytes();
    try (FakePlatform platform = new FakePlatform()) {
      Sessions sessions = new Sessions();
      MovableClock clock = new MovableClock();
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      Lwm2mServer server =
          Lwm2mServer.open(
              new Lwm2mConfig(
                  List.of(Bed.V4),
                  OptionalInt.of(0),
                  OptionalInt.of(0),
                  Lwm2mConfig.Limits.STANDARD,
                  Bed.TIMES),
              new Ports(
                  platform,
                  platform,
                  new ManyStored(platform, clock.instant()),
                  platform,
                  sessions,
                  new Refusals(meters),
                  Tap.BLIND,
                  meters,
                  clock));
      long each = (usedBytes() - before) / DEVICES;
      System.out.println("restored " + DEVICES + ", " + each + " bytes each");
      assertThat(sessions.size()).isEqualTo(DEVICES);
      assertThat(each).isLessThan(LIMIT_BYTES);
      InetSocketAddress at = new InetSocketAddress(Bed.V4, server.port(Door.LWM2M).orElseThrow());
      try (RawDevice raw = new RawDevice(at)) {
        TestDevice device = new TestDevice(raw, imei(7));
        device.location = location(7);
        assertThat(device.exchange(device.update()).code).isEqualTo(204);
        device.observed = token(8).toArray();
        device.reported("reading");
      }
      server.stop(Duration.ofSeconds(1));
    }
  }

  private static long usedBytes() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }

  private static String imei(long number) {
    return "8685430609%05d".formatted(number);
  }

  private static String location(long number) {
    return String.format(Locale.ROOT, "loc%09d", number);
  }

  private static Bytes token(long number) {
    return Bytes.hex("%016x".formatted(number * 0x9e37_79b9_7f4a_7c15L));
  }

  private static DeviceRef device(long number) {
    return new DeviceRef(number, 10_000_000, "%032x".formatted(number));
  }

  /// Makes every object anew, as reading them from a file does.
  private record ManyStored(FakePlatform changes, Instant at) implements SessionStore {
    @Override
    public List<Registration> registrations() {
      return LongStream.rangeClosed(1, DEVICES).mapToObj(this::registration).toList();
    }

    private Registration registration(long number) {
      return new Registration(
          device(number),
          location(number),
          number,
          imei(number),
          Duration.ofDays(1),
          text("U"),
          text("1.0"),
          text(TestDevice.OBJECTS),
          "10.%d.%d.7".formatted(number >> 8, number & 0xff),
          5683,
          Optional.empty(),
          Optional.empty(),
          at,
          at);
    }

    private static String text(String read) {
      return new String(read.toCharArray());
    }

    @Override
    public List<Observation> observations() {
      return LongStream.rangeClosed(1, DEVICES)
          .mapToObj(number ->
              new Observation(
                  token(number),
                  device(number),
                  number,
                  text("/19/0/0"),
                  "10.%d.%d.7".formatted(number >> 8, number & 0xff),
                  5683,
                  Optional.empty(),
                  true))
          .toList();
    }

    @Override
    public CompletionStage<Receipt> save(List<SessionChange> wanted) {
      return changes.save(wanted);
    }
  }
}
