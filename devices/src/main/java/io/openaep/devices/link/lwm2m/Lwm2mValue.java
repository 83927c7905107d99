package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;

/// The value of one resource, by its data type (LwM2M 1.0, appendix C).
public sealed interface Lwm2mValue {
  record Opaque(Bytes bytes) implements Lwm2mValue {}

  /// @param bytes the text as its owner wrote it, in UTF-8 if it keeps to LwM2M
  record Text(Bytes bytes) implements Lwm2mValue {
    static Text of(String text) {
      return new Text(Bytes.utf8(text));
    }
  }

  record Whole(long number) implements Lwm2mValue {}

  record Decimal(double number) implements Lwm2mValue {}

  record Flag(boolean set) implements Lwm2mValue {}
}
