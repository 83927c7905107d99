package io.openaep.devices.module.baseband;

/// The virtual network as the module measures it: one LTE cell of China Telecom, the one that the
/// design guide was written in.
///
/// @param trackingArea four hexadecimal digits
/// @param cellId seven or eight hexadecimal digits
/// @param physicalCell 0 to 503
/// @param channel EARFCN
/// @param bandwidth index of both directions, 5 = 20 MHz
/// @param signalQuality `<rssi>` of `+CSQ`; not derived from `rssiDbm`, which is the guide's
/// @param rssiDbm total received power
/// @param rsrpDbm reference signal power
/// @param rsrqDb reference signal quality
/// @param sinrDb signal to noise
/// @param selection `srxlev`, how much better than needed to be selected
public record Cell(
    String operator,
    String shortOperator,
    String numericOperator,
    String trackingArea,
    String cellId,
    int physicalCell,
    int band,
    int channel,
    int bandwidth,
    int signalQuality,
    int rssiDbm,
    int rsrpDbm,
    int rsrqDb,
    int sinrDb,
    int selection) {

  public static final Cell OF_THE_GUIDE =
      new Cell(
          "CHN-CT", "CT", "46011", "DF5C", "5A2890B", 475, 3, 1650, 5, 28, -73, -102, -9, 16, 19);

  /// `<rsrq>` of `+CESQ` (3GPP TS 27.007, 8.69): 0 below -19.5 dB, then steps of 0.5 dB up to 34.
  public int rsrqIndex() {
    return Math.clamp(2L * rsrqDb + 40, 0, 34);
  }

  /// `<rsrp>` of `+CESQ`: 0 below -140 dBm, then steps of 1 dB up to 97.
  public int rsrpIndex() {
    return Math.clamp(rsrpDbm + 141L, 0, 97);
  }
}
