package io.openaep.devices.module.lwm2m;

import io.openaep.devices.at.Octets;
import io.openaep.devices.link.lwm2m.Binding;
import io.openaep.devices.link.lwm2m.Lwm2mPath;
import io.openaep.devices.link.lwm2m.Lwm2mRequest;
import io.openaep.devices.link.lwm2m.ServerChange;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How the server's requests are spelt at the AT port (AT reference, 7.4).
final class ServerMessages {
  private ServerMessages() {}

  /// The fields after `+QLWURC: ` and, when read again, after `+QLWRD: <remaining>,`.
  static String fields(Lwm2mRequest request) {
    return switch (request) {
      case Lwm2mRequest.Observe(int mid, Lwm2mPath path) ->
          "\"observe\"," + mid + ",0," + ids(path);
      case Lwm2mRequest.CancelObserve(int mid, Lwm2mPath path) ->
          "\"observe\"," + mid + ",1," + ids(path);
      case Lwm2mRequest.Read(int mid, Lwm2mPath path) -> "\"read\"," + mid + "," + ids(path);
      case Lwm2mRequest.Write(int mid, Lwm2mPath path, Bytes payload) ->
          "\"write\","
              + mid
              + ","
              + ids(path)
              + ",2,"
              + payload.size()
              + ","
              + payload.toHex().toUpperCase(Locale.ROOT)
              + ",0";
      case Lwm2mRequest.Execute(int mid, Lwm2mPath path, String arguments) ->
          "\"execute\"," + mid + "," + ids(path) + arguments(Octets.ofText(arguments));
    };
  }

  private static String arguments(String octets) {
    return octets.isEmpty() ? "" : "," + octets.length() + ",\"" + octets + "\"";
  }

  private static String ids(Lwm2mPath path) {
    return path.object() + "," + path.instance() + "," + path.resource();
  }

  /// The code for a change of object 1; empty where the host need not know.
  static Optional<String> code(ServerChange change) {
    return switch (change) {
      case ServerChange.Lifetime(Duration lifetime) -> seconds("lifetime_changed", lifetime);
      case ServerChange.MinimumPeriod(Duration period) -> seconds("min_period_changed", period);
      case ServerChange.MaximumPeriod(Duration period) -> seconds("max_period_changed", period);
      case ServerChange.BindingMode(Binding binding) ->
          Optional.of("+QLWURC: \"binding_changed\"," + (binding == Binding.UQ ? 1 : 0));
      case ServerChange.UpdateTrigger() -> Optional.empty();
    };
  }

  private static Optional<String> seconds(String name, Duration time) {
    return Optional.of("+QLWURC: \"" + name + "\"," + time.toSeconds());
  }
}
