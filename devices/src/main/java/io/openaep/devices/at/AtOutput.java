package io.openaep.devices.at;

/// The host's side of the port: takes what the module prints. Called on the loop; must not block.
@FunctionalInterface
public interface AtOutput {
  void write(byte[] bytes);
}
