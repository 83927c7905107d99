package io.openaep.app;

import io.openaep.platform.PlatformConfig;
import io.openaep.platform.config.DoorPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// What the demo says when it has played everything: where the platform is, and lines to copy that
/// show what the examples left on it. Pure.
final class DemoNotes {
  private DemoNotes() {}

  static List<String> of(OwnPlatform own) {
    List<String> lines = new ArrayList<>();
    lines.add("The platform stays up, with what the examples left on it, until Ctrl-C:");
    lines.add("  ready " + own.platform().readyLine());
    lines.addAll(otherPorts(open(own)));
    lines.add("Look at it from another terminal:");
    lines.add("  ./openaep admin devices --data " + own.data());
    lines.add("  ./openaep admin trace DEVICE --data " + own.data());
    lines.add("Go on with examples/aep and docs/start/by-hand.md, the fleet or a module:");
    lines.add("  export " + variables(own));
    lines.add("  ./openaep module --platform " + own.url());
    return lines;
  }

  private static Map<String, Integer> open(OwnPlatform own) {
    Map<String, Integer> open = new LinkedHashMap<>();
    for (String door : OwnPlatform.ports(PlatformConfig.standard()).keySet()) {
      own.port(door).ifPresent(port -> open.put(door, port));
    }
    return open;
  }

  /// Somebody who reads the documents expects the usual ports.
  ///
  /// @param open the port of each open door
  static List<String> otherPorts(Map<String, Integer> open) {
    List<String> moved = new ArrayList<>();
    OwnPlatform.ports(PlatformConfig.standard())
        .forEach((door, usual) -> {
          if (open.containsKey(door) && !isUsual(usual, open.get(door))) {
            moved.add(door + " " + usual);
          }
        });
    return moved.isEmpty()
        ? List.of()
        : List.of(
            "  These usual ports were taken, so free ones were chosen, other ones each time: "
                + String.join(", ", moved));
  }

  private static boolean isUsual(DoorPort usual, int port) {
    return usual.number().equals(OptionalInt.of(port));
  }

  /// As `examples/aep` and the page on doing it by hand read them; the application for the fleet.
  private static String variables(OwnPlatform own) {
    String app = own.app().key() + ":" + own.app().secret();
    List<String> variables = new ArrayList<>();
    variables.add("AEP_URL=" + own.url());
    variables.add("AEP_APP=" + app);
    variables.add("OPENAEP_APP=" + app);
    variables.add("AEP_DATA=" + own.data());
    for (String door : List.of("mqtt", "mqtts", "tcp", "lwm2m", "lwm2ms")) {
      own.port(door)
          .ifPresent(port -> variables.add(door.toUpperCase(Locale.ROOT) + "_PORT=" + port));
    }
    return String.join(" ", variables);
  }
}
