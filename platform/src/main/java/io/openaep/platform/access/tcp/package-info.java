/// The door of AEP's TCP protocol 1.0 (AEP device protocols, section 3). Files are called as in
/// `access.mqtt`: {@link io.openaep.platform.access.tcp.TcpServer} opens the door, {@link
/// io.openaep.platform.access.tcp.TcpConversation} is what is said on one connection (start there),
/// {@link io.openaep.platform.access.tcp.TcpLogin} judges who may enter, {@link
/// io.openaep.platform.access.tcp.TcpConfig} holds every limit.
@NullMarked
package io.openaep.platform.access.tcp;

import org.jspecify.annotations.NullMarked;
