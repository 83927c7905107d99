package io.openaep.platform.console;

import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.registry.Refused;
import java.util.Locale;

/// What the registry refuses, as the REST API says it.
final class Refusals {
  private Refusals() {}

  static Problem asProblem(Refused refused) {
    ProblemKind kind =
        switch (refused.kind()) {
          case INVALID -> ProblemKind.INVALID;
          case TENANT_UNKNOWN,
              APPLICATION_UNKNOWN,
              ACCOUNT_UNKNOWN,
              PRODUCT_UNKNOWN,
              DEVICE_UNKNOWN,
              GROUP_UNKNOWN ->
              ProblemKind.NOT_FOUND;
          case PRODUCT_NAME_TAKEN,
              GROUP_NAME_TAKEN,
              PRODUCT_HAS_DEVICES,
              DEVICE_NUMBER_TAKEN,
              IMEI_TAKEN,
              PRODUCT_FULL,
              LIMIT_REACHED,
              IN_USE,
              MODEL_UNREADABLE ->
              ProblemKind.CONFLICT;
          case CHANGED -> ProblemKind.CHANGED_MEANWHILE;
          case FORBIDDEN -> ProblemKind.FORBIDDEN;
        };
    return new Problem(kind, sentence(String.valueOf(refused.getMessage())));
  }

  /// The registry's reasons begin small and end open.
  private static String sentence(String reason) {
    String begun = reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
