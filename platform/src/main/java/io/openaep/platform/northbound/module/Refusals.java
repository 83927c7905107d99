package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.registry.Refused;
import java.util.function.Supplier;

/// Gives the registry's refusals AEP's codes.
public final class Refusals {
  private Refusals() {}

  /// An operation under which a refusal of the registry is never taken for our own mistake, though
  /// the module gave it no code.
  public static Operation caught(Operation operation) {
    return switch (operation) {
      case Operation.Read(var handler) -> Operation.read(call -> asAep(() -> handler.handle(call)));
      case Operation.Write(var handler) ->
          Operation.write(call -> asAep(() -> handler.handle(call)));
      case Operation.Append(var handler) ->
          Operation.append((call, keeper) -> asAep(() -> handler.handle(call, keeper)));
    };
  }

  /// Runs a change of the registry.
  static <T> T asAep(Supplier<T> change) {
    try {
      return change.get();
    } catch (Refused refused) {
      throw refused(refused);
    }
  }

  static CallRefused refused(Refused refused) {
    return CallRefused.aep(code(refused.kind()), String.valueOf(refused.getMessage()));
  }

  /// The same for a module whose every failure has one code; unknown products and devices keep
  /// theirs.
  static <T> T as(AepCode code, Supplier<T> change) {
    try {
      return change.get();
    } catch (Refused refused) {
      AepCode own = code(refused.kind());
      boolean specific = own == AepCode.PRODUCT_UNKNOWN || own == AepCode.DEVICE_UNKNOWN;
      throw CallRefused.aep(specific ? own : code, String.valueOf(refused.getMessage()));
    }
  }

  static AepCode code(Refused.Kind kind) {
    return switch (kind) {
      case INVALID -> AepCode.INVALID;
      case PRODUCT_UNKNOWN -> AepCode.PRODUCT_UNKNOWN;
      case PRODUCT_NAME_TAKEN,
          PRODUCT_HAS_DEVICES,
          GROUP_UNKNOWN,
          GROUP_NAME_TAKEN,
          CHANGED,
          FORBIDDEN,
          TENANT_UNKNOWN,
          APPLICATION_UNKNOWN,
          ACCOUNT_UNKNOWN,
          IN_USE,
          MODEL_UNREADABLE,
          LIMIT_REACHED ->
          AepCode.GENERIC;
      case PRODUCT_FULL -> AepCode.DEVICE_TABLE_FAILED;
      case DEVICE_UNKNOWN -> AepCode.DEVICE_UNKNOWN;
      case DEVICE_NUMBER_TAKEN -> AepCode.DEVICE_EXISTS;
      case IMEI_TAKEN -> AepCode.IMEI_EXISTS;
    };
  }
}
