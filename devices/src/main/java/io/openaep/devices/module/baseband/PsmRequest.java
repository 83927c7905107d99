package io.openaep.devices.module.baseband;

import java.time.Duration;

/// What a host asks for to sleep in PSM.
///
/// @param timers as asked for and, in the virtual network, granted
/// @param delay what the module itself waits beyond T3324
public record PsmRequest(PsmTimers timers, Duration delay) {}
