package io.openaep.platform.data;

import java.time.Instant;

/// One event report of a device with a thing model (事件上报).
///
/// @param position of its event in the journal
/// @param serviceId of the event's service, such as 1001
/// @param service its identifier
/// @param level 1 info (信息), 2 warning (警告), 3 fault (故障)
/// @param values the event's parameters, one JSON object
/// @param problem what is odd about the values; empty if nothing is
public record DeviceEvent(
    Instant at,
    long position,
    int serviceId,
    String service,
    int level,
    String values,
    String problem) {}
