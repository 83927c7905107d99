package io.openaep.platform.command;

import java.time.Instant;

/// When a device is expected to be heard next: a hint, never a rule.
///
/// @param at perhaps past: then it is late
/// @param words why, such as `it reported every 4 h 0 min lately, so about 14:20`
public record Expected(Instant at, String words) {}
