package io.openaep.platform.registry;

import io.openaep.platform.registry.Refused.Kind;

/// Checks that products and devices share.
final class Rules {
  /// For members without a documented length: operators, classifications, models.
  static final int SHORT_CHARACTERS = 64;

  private static final int SEARCH_CHARACTERS = 128;
  private static final int PAGE_ROWS = 1000;

  private Rules() {}

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Refused(Kind.INVALID, otherwise);
    }
  }

  /// @param least characters, counted as people do: one for a Chinese character or an emoji
  static void text(String member, String value, int least, int most) {
    int length = value.codePointCount(0, value.length());
    require(length >= least, member + " must not be empty");
    require(length <= most, member + " is longer than " + most + " characters");
    require(
        value.codePoints().noneMatch(Character::isISOControl),
        member + " must not contain control characters");
  }

  static Refused changedMeanwhile() {
    return new Refused(
        Kind.CHANGED, "it was changed since you read it; read it again and repeat your change");
  }

  static void page(String search, int page, int size) {
    require(page >= 1, "the page number starts at 1");
    require(size >= 1 && size <= PAGE_ROWS, "the page size must be from 1 to " + PAGE_ROWS);
    require(
        search.length() <= SEARCH_CHARACTERS,
        "searchValue is longer than " + SEARCH_CHARACTERS + " characters");
  }
}
