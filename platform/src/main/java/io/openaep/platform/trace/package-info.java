/// What passed the doors, device by device, for people who ask "why does it not work": a {@link
/// io.openaep.platform.access.Tap} with a memory. It keeps the last few messages of everybody and
/// many of those that someone watches; it lives in memory, is bounded, forgets the oldest, never
/// makes a door wait, and is empty after a restart. What a device did for good is in the journal.
///
/// Start at {@link io.openaep.platform.trace.DeviceTrace}.
@NullMarked
package io.openaep.platform.trace;

import org.jspecify.annotations.NullMarked;
