/// The southbound contract: what a protocol package (`access.lwm2m`, `access.mqtt`, `access.tcp`)
/// needs from the platform and what it offers. A session owns its connection, turns bytes into an
/// {@link Inbound}, hands it to {@link Uplinks} and may answer the device only with the {@link
/// Receipt} that comes back. The interfaces here are ports: `ingest` fills Uplinks, `registry`
/// fills Authenticator, `session` fills SessionStore.
///
/// Start at {@link Inbound}, then {@link Uplinks}.
@NullMarked
package io.openaep.platform.access;

import org.jspecify.annotations.NullMarked;
