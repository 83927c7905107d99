package io.openaep.devices.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A module as the player needs it: its AT port, and its pins and power.
public interface ModuleUnderTest extends AutoCloseable {
  InputStream in();

  OutputStream out();

  /// Moves a pin or the power: `power on`, `restart`, `factory`, `dtr low`, `dtr high`.
  ///
  /// @throws IOException if the module refuses it or has no control channel
  void control(String step) throws IOException;

  @Override
  void close() throws IOException;
}
