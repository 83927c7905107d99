package io.openaep.app;

/// An application's credentials, as `KEY:SECRET`.
record AppKey(String key, String secret) {
  /// @throws WrongUse if it is not of that form
  static AppKey parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new WrongUse("an application is written KEY:SECRET");
    }
    return new AppKey(text.substring(0, colon), text.substring(colon + 1));
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "AppKey[" + key + "]";
  }
}
