package io.openaep.platform.data;

import java.time.Instant;

/// The newest value that a device told of one resource of its LwM2M objects.
///
/// @param path such as `/3/0/0`
/// @param type LwM2M's, in lower case: `string`, `integer`, `opaque` …
/// @param name from the object model; empty if unknown
/// @param value a JSON value; opaque bytes as hex text
public record ObjectValue(String path, Instant at, String type, String name, String value) {}
