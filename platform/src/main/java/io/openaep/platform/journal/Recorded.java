package io.openaep.platform.journal;

/// An event at its place.
///
/// @param position strictly ascending from 1; positions are never reused, and may have gaps
public record Recorded(long position, Event event) {}
