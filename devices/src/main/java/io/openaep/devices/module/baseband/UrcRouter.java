package io.openaep.devices.module.baseband;

import io.openaep.devices.at.Urcs;
import java.time.Duration;
import java.util.List;

/// The way of an unsolicited code to the port: the ring line first, then the configured delay. On
/// the loop.
public final class UrcRouter implements Urcs {
  private static final Duration PULSE = Duration.ofMillis(120);

  private final Configuration configuration;
  private final ModuleLoop loop;
  private final RingLine ring;
  private final Urcs port;

  public UrcRouter(Configuration configuration, ModuleLoop loop, RingLine ring, Urcs port) {
    this.configuration = configuration;
    this.loop = loop;
    this.ring = ring;
    this.port = port;
  }

  @Override
  public void send(String text) {
    ring();
    int delayMs = configuration.number(Configuration.URC_DELAY);
    if (delayMs == 0) {
      port.send(text);
    } else {
      loop.after(Duration.ofMillis(delayMs), () -> port.send(text));
    }
  }

  /// `"off"` leaves the line alone; `"pulse"` and the rest pull it, for one pulse unless told
  /// otherwise.
  private void ring() {
    List<String> how = configuration.values(Configuration.RING, List.of("\"pulse\""));
    if (how.getFirst().equals("\"off\"")) {
      return;
    }
    Duration length = how.size() > 1 ? Duration.ofMillis(Integer.parseInt(how.get(1))) : PULSE;
    ring.pulse(length, how.size() > 2 ? Integer.parseInt(how.get(2)) : 1);
  }
}
