/// The platform's own certificate, for HTTPS and for MQTT over TLS: the configured one, or a
/// self-signed one made in the data directory. Uses the JDK and Bouncy Castle alone.
///
/// Start at {@link io.openaep.platform.tls.ServerCertificate}.
@NullMarked
package io.openaep.platform.tls;

import org.jspecify.annotations.NullMarked;
