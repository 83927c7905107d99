package io.openaep.platform.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A part of the platform that rights are given for: the word before the colon of a {@link Scope}.
public enum Area {
  TENANTS,
  ACCOUNTS,
  TOKENS,
  APPLICATIONS,
  PRODUCTS,
  MODELS,
  DEVICES,
  DATA,
  COMMANDS,
  GROUPS,
  SUBSCRIPTIONS,
  TRACE,
  /// Request log and audit log.
  LOGS;

  /// In scopes and in the API's description: `devices`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Area> of(String word) {
    return Arrays.stream(values()).filter(area -> area.word().equals(word)).findFirst();
  }
}
