package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.util.Optional;

/// What a device said about its objects: the bytes as they came and what the object models make of
/// them.
///
/// @param values a JSON array with an object for each resource (`path`, `type`, `value`, and `name`
///   where the model is known), or with the links of a discover; empty if there is nothing to show
/// @param problem why the bytes could not be decoded, in plain words; else empty
public record ObjectBody(
    Optional<Integer> contentFormat, Bytes raw, String values, String problem) {
  public static final ObjectBody NONE = new ObjectBody(Optional.empty(), Bytes.EMPTY, "", "");
}
