package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.util.Optional;

/// What a module is before it is switched on. Immutable.
///
/// @param imei 15 digits; the check digit is not verified
/// @param imsi 15 digits
/// @param iccid 20 digits
/// @param model as `AT+CGMM` prints it
/// @param revision as `AT+CGMR` prints it; drivers expect it to start with the model
/// @param simPin asked for at start; empty for a card that asks for nothing
/// @param address what `AT+CGPADDR` reports; the real traffic leaves by the computer's own address
/// @param seed of everything that is left to chance, so that a run can be repeated
/// @param timing of the radio
/// @param roundTrip delay that the network adds to each packet and its answer
/// @param lossPercent how many of 100 datagrams are lost, in each direction
/// @param destinations where addresses lead
public record ModuleSettings(
    String imei,
    String imsi,
    String iccid,
    String model,
    String revision,
    Optional<String> simPin,
    String address,
    long seed,
    Timing timing,
    Duration roundTrip,
    double lossPercent,
    Destinations destinations) {

  public ModuleSettings {
    requireDigits("imei", imei, 15);
    requireDigits("imsi", imsi, 15);
    requireDigits("iccid", iccid, 20);
    simPin.ifPresent(pin -> require(pin.matches("[0-9]{4,8}"), "a SIM PIN has 4 to 8 digits"));
    require(!model.isBlank(), "a module needs a model name");
    require(!revision.isBlank(), "a module needs a revision");
    require(!roundTrip.isNegative(), "a round trip must not be negative");
    require(lossPercent >= 0 && lossPercent <= 100, "loss is 0 to 100 percent, not " + lossPercent);
  }

  /// The module of the design guide's examples.
  public static ModuleSettings ec800e() {
    return new ModuleSettings(
        "868543060974334",
        "460115472446714",
        "89860320845515190439",
        "EC800E",
        "EC800ECNLCR01A01M04",
        Optional.empty(),
        "100.107.208.167",
        1,
        Timing.normal(),
        Duration.ZERO,
        0,
        Destinations.direct());
  }

  public ModuleSettings withIdentity(String imei, String imsi, String iccid) {
    return new ModuleSettings(
        imei,
        imsi,
        iccid,
        model,
        revision,
        simPin,
        address,
        seed,
        timing,
        roundTrip,
        lossPercent,
        destinations);
  }

  /// @param revision starts with the model's name on real modules
  public ModuleSettings withModel(String model, String revision) {
    return new ModuleSettings(
        imei,
        imsi,
        iccid,
        model,
        revision,
        simPin,
        address,
        seed,
        timing,
        roundTrip,
        lossPercent,
        destinations);
  }

  public ModuleSettings withSimPin(String pin) {
    return new ModuleSettings(
        imei,
        imsi,
        iccid,
        model,
        revision,
        Optional.of(pin),
        address,
        seed,
        timing,
        roundTrip,
        lossPercent,
        destinations);
  }

  public ModuleSettings withSeed(long seed) {
    return new ModuleSettings(
        imei,
        imsi,
        iccid,
        model,
        revision,
        simPin,
        address,
        seed,
        timing,
        roundTrip,
        lossPercent,
        destinations);
  }

  public ModuleSettings withTiming(Timing timing) {
    return new ModuleSettings(
        imei,
        imsi,
        iccid,
        model,
        revision,
        simPin,
        address,
        seed,
        timing,
        roundTrip,
        lossPercent,
        destinations);
  }

  public ModuleSettings withImpairment(Duration roundTrip, double lossPercent) {
    return new ModuleSettings(
        imei,
        imsi,
        iccid,
        model,
        revision,
        simPin,
        address,
        seed,
        timing,
        roundTrip,
        lossPercent,
        destinations);
  }

  public ModuleSettings withDestinations(Destinations destinations) {
    return new ModuleSettings(
        imei,
        imsi,
        iccid,
        model,
        revision,
        simPin,
        address,
        seed,
        timing,
        roundTrip,
        lossPercent,
        destinations);
  }

  private static void requireDigits(String name, String value, int digits) {
    require(
        value.matches("[0-9]{" + digits + "}"),
        name + " must have " + digits + " digits, not \"" + value + "\"");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
