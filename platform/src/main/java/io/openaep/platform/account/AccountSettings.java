package io.openaep.platform.account;

import java.time.Duration;

/// The bounds of signing in.
///
/// @param sessionIdle a session that is not used for so long is over
/// @param sessionLife a session is over after so long in any case
/// @param badSignIns failed sign-ins of one address that are borne...
/// @param badSignInsWithin ...in this time, before it must wait until the oldest is past
/// @param passwordMemoryKib what one password check costs in memory (Argon2id); rises keep old
///   passwords valid
/// @param keepAudit how long the audit log is kept
public record AccountSettings(
    Duration sessionIdle,
    Duration sessionLife,
    int badSignIns,
    Duration badSignInsWithin,
    int passwordMemoryKib,
    Duration keepAudit) {
  public static final AccountSettings USUAL =
      new AccountSettings(
          Duration.ofHours(12),
          Duration.ofDays(7),
          10,
          Duration.ofMinutes(5),
          19_456,
          Duration.ofDays(400));

  public AccountSettings {
    if (!sessionIdle.isPositive()
        || !sessionLife.isPositive()
        || !badSignInsWithin.isPositive()
        || !keepAudit.isPositive()
        || badSignIns < 1
        || passwordMemoryKib < 8) {
      throw new IllegalArgumentException("accounts: every setting must be positive.");
    }
  }
}
