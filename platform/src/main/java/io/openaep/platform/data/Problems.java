package io.openaep.platform.data;

import io.openaep.platform.journal.Content;

/// What is wrong with a report's content, in words; empty if nothing is.
final class Problems {
  private Problems() {}

  static String of(Content content) {
    return switch (content) {
      case Content.Opaque _ -> "";
      case Content.Undecodable it -> it.reason();
      case Content.Decoded it -> String.join(" ", it.remarks());
    };
  }
}
