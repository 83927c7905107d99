package io.openaep.devices.module.baseband;

/// What is around a module and stays as it is while the module restarts: the pin that the host
/// holds, the card in the holder, the network. Changed by the control channel; on the loop.
public final class Surroundings {
  private boolean dtrHigh;
  private boolean simInserted = true;
  private boolean coverage = true;

  /// High is inactive: it lets the module sleep.
  public boolean dtrHigh() {
    return dtrHigh;
  }

  public void dtrHigh(boolean high) {
    dtrHigh = high;
  }

  public boolean simInserted() {
    return simInserted;
  }

  public void simInserted(boolean inserted) {
    simInserted = inserted;
  }

  public boolean coverage() {
    return coverage;
  }

  public void coverage(boolean coverage) {
    this.coverage = coverage;
  }
}
