package io.openaep.platform.journal;

import io.openaep.wire.Bytes;

/// What a device said about its objects: the bytes as they came and what was made of them.
///
/// @param contentFormat the CoAP content format number, or {@link Event.Reported#NO_CONTENT_FORMAT}
/// @param values a JSON array with an object for each resource: `path`, `type`, `value`, and `name`
///   where the model is known; or the links of a discover; empty if there is none
/// @param problem why the bytes could not be decoded, in plain words; else empty
public record ObjectContent(int contentFormat, Bytes raw, String values, String problem) {
  public static final ObjectContent NONE =
      new ObjectContent(Event.Reported.NO_CONTENT_FORMAT, Bytes.EMPTY, "", "");
}
