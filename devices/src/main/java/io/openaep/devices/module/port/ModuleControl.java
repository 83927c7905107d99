package io.openaep.devices.module.port;

import io.openaep.devices.module.baseband.RingLine;
import java.util.concurrent.CompletionStage;

/// What the control channel moves: the pins and surroundings of one module. Thread-safe; each takes
/// effect in order.
public interface ModuleControl {
  /// @param high high is inactive: the module may sleep
  void dtr(boolean high);

  void powerOn();

  void powerOff();

  void restart();

  /// A factory-new module in the place of this one.
  void factory();

  void sim(boolean inserted);

  void coverage(boolean coverage);

  /// One listener, told of every pulse of the RI pin.
  void ring(RingLine ring);

  /// How the module is, after everything that was asked for before.
  CompletionStage<ModuleStatus> status();
}
