package io.openaep.platform.northbound.gateway;

import java.util.List;

/// One version of one function of the AEP northbound API, as the table declares it.
///
/// @param module such as `aep_device_management`
/// @param method in capitals
/// @param path below the module, such as `/device`
/// @param version the value of the `version` header
/// @param query the declared query parameters
public record ApiFunction(
    String module,
    String name,
    String method,
    String path,
    String version,
    MasterKeyUse masterKey,
    List<Parameter> query) {
  public ApiFunction {
    query = List.copyOf(query);
  }

  /// Whether the MasterKey header belongs to the declared parameters.
  public enum MasterKeyUse {
    REQUIRED,
    OPTIONAL,
    UNDECLARED
  }

  /// A declared query parameter.
  ///
  /// @param whole a whole number (the documents' Long); else text
  public record Parameter(String name, boolean required, boolean whole) {}

  /// Module and path as they stand in the URL.
  public String fullPath() {
    return "/" + module + path;
  }

  /// For logs and metrics: `aep_device_management/CreateDevice`.
  public String word() {
    return module + "/" + name;
  }

  /// Creating and changing functions carry a JSON body.
  public boolean hasBody() {
    return method.equals("POST") || method.equals("PUT");
  }
}
