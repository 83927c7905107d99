/// The `QSSLCFG` command: how TLS connections of other commands are secured (AT reference, 9.6).
@NullMarked
package io.openaep.devices.module.tls;

import org.jspecify.annotations.NullMarked;
