package io.openaep.platform.access;

/// Where an inbound message came from.
///
/// @param session a random number that tells this connection or registration from the device's
///   earlier and later ones, so that the end of an old one never turns a newer one offline
/// @param remote `address:port` as text, for people
public record Source(DeviceRef device, Door door, long session, String remote) {}
