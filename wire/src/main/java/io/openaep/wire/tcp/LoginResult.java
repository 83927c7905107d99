package io.openaep.wire.tcp;

import io.openaep.wire.DecodeException;

/// What the platform answers to a login (AEP device protocols, 3.1, table of login results).
public enum LoginResult {
  SUCCESS(0),
  UNKNOWN_ERROR(1),
  NOT_REGISTERED(2),
  AUTHENTICATION_FAILED(3),
  ALREADY_LOGGED_IN(4);

  private final int code;

  LoginResult(int code) {
    this.code = code;
  }

  /// The number on the wire.
  public int code() {
    return code;
  }

  /// @throws DecodeException if no result has this code
  public static LoginResult ofCode(int code) throws DecodeException {
    for (LoginResult result : values()) {
      if (result.code == code) {
        return result;
      }
    }
    throw new DecodeException("login result " + code + " is none of 0…4");
  }
}
