package io.openaep.devices.module.baseband;

import io.openaep.devices.at.AtSettings;
import io.openaep.devices.at.Urcs;

/// Everything that a group of commands may use, of one run of a module from power-on to power-off. A
/// group takes what it needs in its constructor and is dropped with the rest when power goes:
///
///     final class SocketCommands implements CommandGroup, BearerListener {
///       SocketCommands(Baseband module) {
///         module.radio().listen(this);
///       }
///
///       public void register(CommandTable table) {
///         // AT+QISTATE → one line a socket
///         table.vendor("+QISTATE").execute(this::states);
///       }
///     }
///
/// @param settings what the module is
/// @param loop its thread and clock
/// @param urcs where unsolicited codes go; what is sent while a command runs comes after its result
/// @param atSettings numbers that `AT&F`, `AT&W` and `ATZ` treat
/// @param nonVolatile what outlives this run
/// @param surroundings pins, card and network
/// @param radio registration, connection, sleep; asked about every packet
/// @param contexts which packet contexts are active
/// @param sim the card
/// @param simStart what follows a card that can be used
/// @param simHolder whether the card is there, and who is told
/// @param sleep what the host lets the module do when there is nothing to do
/// @param configuration the options of `AT+QCFG`
/// @param clock the module's own time of day
/// @param power restart and switching off
public record Baseband(
    ModuleSettings settings,
    ModuleLoop loop,
    Urcs urcs,
    AtSettings atSettings,
    NonVolatile nonVolatile,
    Surroundings surroundings,
    Radio radio,
    PdpContexts contexts,
    Sim sim,
    SimStart simStart,
    SimHolder simHolder,
    SleepControl sleep,
    Configuration configuration,
    RealTimeClock clock,
    Power power) {}
