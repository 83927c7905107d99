package io.openaep.platform.account;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What someone is in the platform. Each role may do all that the ones before it may.
public enum Role {
  /// Sees products, devices and their data in one tenant; no secrets.
  VIEWER,
  /// Also works with them: creates, changes, deletes, sends commands.
  OPERATOR,
  /// Also gives others access to the tenant: applications, accounts, tokens.
  OWNER,
  /// Everything in every tenant, and the tenants themselves.
  ADMINISTRATOR;

  private static final Set<Area> OF_OWNERS =
      EnumSet.of(Area.ACCOUNTS, Area.TOKENS, Area.APPLICATIONS);

  /// In the API: `viewer`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /// Whether it acts within one tenant.
  public boolean ofOneTenant() {
    return this != ADMINISTRATOR;
  }

  boolean may(Area area, boolean write) {
    return switch (this) {
      case VIEWER -> !write && !OF_OWNERS.contains(area) && area != Area.LOGS;
      case OPERATOR ->
          !OF_OWNERS.contains(area)
              && (area != Area.TENANTS || !write)
              && (area != Area.LOGS || !write);
      case OWNER -> area != Area.TENANTS || !write;
      case ADMINISTRATOR -> true;
    };
  }
}
