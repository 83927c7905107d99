package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.Operation;
import java.util.Map;

/// A module of the API and the functions of it that are served.
public interface Module {
  /// As in the path: `aep_device_management`.
  String name();

  /// By the function's name in the table.
  Map<String, Operation> operations();
}
