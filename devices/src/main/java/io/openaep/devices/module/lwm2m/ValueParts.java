package io.openaep.devices.module.lwm2m;

import io.openaep.devices.at.AtException;
import io.openaep.devices.link.lwm2m.Lwm2mValue;
import io.openaep.wire.Bytes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Values that the host sends in parts, with descending `<index>`, the last one 0 (AT reference,
/// 7.2). Only text and opaque values come in parts, and the whole must still fit one CoAP message.
final class ValueParts {
  /// Values begun and not ended; the oldest goes when one more is begun.
  private static final int OPEN_LIMIT = 4;

  private final Map<String, Part> open = new LinkedHashMap<>();

  private record Part(Lwm2mValue value, int index) {}

  /// Takes one part.
  ///
  /// @param what tells values apart that are sent at the same time
  /// @return the whole value, once its last part is there
  /// @throws AtException if the part does not continue what came before; all of it is forgotten
  ///   then
  Optional<Lwm2mValue> take(String what, Lwm2mValue part, int index) throws AtException {
    Part before = open.remove(what);
    Lwm2mValue whole = part;
    if (before != null) {
      if (index != before.index - 1) {
        throw AtException.range("part " + index + " does not follow part " + before.index);
      }
      whole = join(before.value, part);
    }
    if (index == 0) {
      return Optional.of(whole);
    }
    if (open.size() == OPEN_LIMIT) {
      open.remove(open.keySet().iterator().next());
    }
    open.put(what, new Part(whole, index));
    return Optional.empty();
  }

  private static Lwm2mValue join(Lwm2mValue first, Lwm2mValue second) throws AtException {
    if (first instanceof Lwm2mValue.Text(Bytes a) && second instanceof Lwm2mValue.Text(Bytes b)) {
      return new Lwm2mValue.Text(join(a, b));
    }
    if (first instanceof Lwm2mValue.Opaque(Bytes a)
        && second instanceof Lwm2mValue.Opaque(Bytes b)) {
      return new Lwm2mValue.Opaque(join(a, b));
    }
    throw AtException.range("only text and opaque values of one type come in parts");
  }

  private static Bytes join(Bytes first, Bytes second) throws AtException {
    int size = first.size() + second.size();
    if (size > TypedValue.VALUE_LIMIT_BYTES) {
      throw AtException.range("the whole value has " + size + " bytes, more than 1024");
    }
    byte[] joined = Arrays.copyOf(first.unsafeArray(), size);
    System.arraycopy(second.unsafeArray(), 0, joined, first.size(), second.size());
    return Bytes.wrap(joined);
  }

  void clear() {
    open.clear();
  }
}
