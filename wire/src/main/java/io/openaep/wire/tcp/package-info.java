/// The frames of AEP's TCP protocol, version 1.0 (AEP device protocols, 3.1): what a device and the
/// platform say to each other on port 8996. Pure: bytes in, frames out, no sockets. Start at {@link
/// io.openaep.wire.tcp.TcpFrame}; {@link io.openaep.wire.tcp.TcpFrameDecoder} reads a stream that
/// was cut anywhere.
@NullMarked
package io.openaep.wire.tcp;

import org.jspecify.annotations.NullMarked;
