package io.openaep.devices.link.lwm2m;

/// What the device tells about itself in objects 3 (Device) and 4 (Connectivity Monitoring).
///
/// @param signalDbm received signal strength
public record DeviceFacts(
    String manufacturer, String model, String imei, String firmware, int signalDbm) {}
