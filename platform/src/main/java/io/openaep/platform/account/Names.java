package io.openaep.platform.account;

import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Refused.Kind;

/// What a name that people choose must be like.
final class Names {
  private Names() {}

  static void check(String member, String name, int mostCharacters) {
    int length = name.codePointCount(0, name.length());
    if (name.isBlank() || length > mostCharacters) {
      throw new Refused(
          Kind.INVALID, "%s must have 1 to %d characters".formatted(member, mostCharacters));
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw new Refused(Kind.INVALID, member + " must not contain control characters");
    }
  }
}
