package io.openaep.platform.data;

/// A report and which device brought it.
///
/// @param device {@link io.openaep.platform.access.DeviceRef#number}
public record DeviceReport(long device, Report report) {}
