package io.openaep.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An application's credentials, as `KEY:SECRET`.
record AppKey(String key, String secret) {
  /// @throws WrongUse if it is not of that form
  static AppKey parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new WrongUse("an application (--app or OPENAEP_APP) is written KEY:SECRET");
    }
    return new AppKey(text.substring(0, colon), text.substring(colon + 1));
  }

  /// The one given as an option, else that of `OPENAEP_APP`; an empty variable is none.
  static Optional<AppKey> given(@Nullable String option) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(System.getenv("OPENAEP_APP")).filter(it -> !it.isEmpty()))
        .map(AppKey::parse);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "AppKey[" + key + "]";
  }
}
