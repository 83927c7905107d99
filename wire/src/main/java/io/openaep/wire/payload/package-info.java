/// Payloads of thing models, in the forms that AEP's protocols give them, to values and back; and
/// thing models from and to JSON. Pure: bytes in, values or a reason out.
///
/// {@link io.openaep.wire.payload.CompactBinary} and {@link io.openaep.wire.payload.FlatJson} are
/// LwM2M's two forms, {@link io.openaep.wire.payload.TopicJson} is MQTT's, {@link
/// io.openaep.wire.payload.TcpService} that of TCP 1.1. Start at {@link
/// io.openaep.wire.payload.ServiceMessage}.
@NullMarked
package io.openaep.wire.payload;

import org.jspecify.annotations.NullMarked;
