package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Made;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.Registry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a batch that makes devices (AEP northbound, 4.2): each succeeds or fails for itself,
/// and all that succeed are made in one transaction, so that a crash leaves the whole batch or
/// nothing of it.
final class DeviceBatch {
  private DeviceBatch() {}

  /// A row as it was sent, and what became of it: the one or the other.
  record Row(Fields sent, Optional<Device> device, Optional<CallRefused> refused) {
    /// `resultCode` and the members that say more.
    void putResult(Map<String, @Nullable Object> members) {
      members.put("resultCode", refused.map(CallRefused::code).orElse(AepCode.OK.code()));
      members.put("description", refused.map(CallRefused::text).orElse(AepCode.OK.text()));
    }
  }

  /// @param wanted reads a row; throws {@link CallRefused} if it will not do
  static List<Row> create(
      Registry registry, List<Fields> sent, Function<Fields, NewDevice> wanted) {
    List<Row> rows = new ArrayList<>();
    List<NewDevice> wellFormed = new ArrayList<>();
    for (Fields row : sent) {
      try {
        wellFormed.add(wanted.apply(row));
        rows.add(new Row(row, Optional.empty(), Optional.empty()));
      } catch (CallRefused refused) {
        rows.add(new Row(row, Optional.empty(), Optional.of(refused)));
      }
    }
    Iterator<Made> made = registry.createDevices(wellFormed).iterator();
    return rows.stream()
        .map(row -> row.refused().isPresent() ? row : told(row.sent(), made.next()))
        .toList();
  }

  private static Row told(Fields sent, Made made) {
    return switch (made) {
      case Made.Created(Device device) -> new Row(sent, Optional.of(device), Optional.empty());
      case Made.NotCreated(var reason) ->
          new Row(sent, Optional.empty(), Optional.of(Refusals.refused(reason)));
    };
  }
}
