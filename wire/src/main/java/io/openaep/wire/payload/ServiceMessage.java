package io.openaep.wire.payload;

import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// One message of a thing model: a service and the values it carries, whatever the form they travel
/// in. Immutable.
///
/// @param taskId of a command and its response; empty on reports
/// @param values by identifier, in the service's order. Reports in JSON may leave some out; the
///   binary forms carry all
public record ServiceMessage(Service service, OptionalLong taskId, Map<String, Value> values) {
  /// @throws IllegalArgumentException if a value is not the service's or does not fit its type, or
  ///   taskId and kind of service do not go together
  public ServiceMessage {
    boolean tasked =
        service.kind() == ServiceKind.COMMAND || service.kind() == ServiceKind.COMMAND_RESPONSE;
    if (tasked != taskId.isPresent()) {
      throw new IllegalArgumentException(
          service.identifier() + (tasked ? " needs a taskId" : " has no taskId"));
    }
    Map<String, Value> ordered = new LinkedHashMap<>();
    for (Service.Field field : service.fields()) {
      Value value = values.get(field.identifier());
      if (value != null && !field.property().type().holds(value)) {
        throw new IllegalArgumentException(field.identifier() + " cannot hold " + value);
      }
      if (value != null) {
        ordered.put(field.identifier(), value);
      }
    }
    if (ordered.size() != values.size()) {
      throw new IllegalArgumentException(service.identifier() + " does not carry all of " + values);
    }
    values = Collections.unmodifiableMap(ordered);
  }

  /// A data or event report.
  public static ServiceMessage report(Service service, Map<String, Value> values) {
    return new ServiceMessage(service, OptionalLong.empty(), values);
  }

  /// A command or a command response.
  public static ServiceMessage task(Service service, long taskId, Map<String, Value> values) {
    return new ServiceMessage(service, OptionalLong.of(taskId), values);
  }

  /// What is odd about the values, a sentence each, such as `temperature 120 is above its maximum
  /// 100.`; empty if nothing is.
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    for (Service.Field field : service.fields()) {
      Value value = values.get(field.identifier());
      if (value != null) {
        field
            .property()
            .type()
            .oddity(value)
            .ifPresent(odd -> remarks.add(field.identifier() + " " + odd + "."));
      }
    }
    return remarks;
  }
}
