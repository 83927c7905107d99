package io.openaep.platform.command;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectPath;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/// An operation on a device's objects to be saved.
///
/// @param contentFormat of the payload of a write; else the format asked for, if any
/// @param payload what is written, or the arguments of an execute; else empty
/// @param ttl 0 = send now or fail; at most 864,000 s
public record NewOperation(
    DeviceRef device,
    ObjectAction action,
    ObjectPath path,
    Optional<Integer> contentFormat,
    Bytes payload,
    Duration ttl,
    String createdBy) {}
