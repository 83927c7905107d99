/// What the stream doors (`access.tcp`, `access.mqtt`) share, so that they need not know each
/// other: event loops, listening, and the life of one connection from accept to its last stored
/// word.
///
/// Start at {@link io.openaep.platform.access.socket.DeviceConnection}: everything a connection
/// does runs on its event loop. {@link io.openaep.platform.access.socket.Answers} keeps the order
/// that "acknowledged means stored" asks for, {@link io.openaep.platform.access.socket.Presence}
/// keeps online and offline true.
@NullMarked
package io.openaep.platform.access.socket;

import org.jspecify.annotations.NullMarked;
