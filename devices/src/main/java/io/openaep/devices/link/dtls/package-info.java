/// DTLS 1.2 with a pre-shared key over any {@link io.openaep.devices.link.Datagrams}, by Bouncy
/// Castle: the platform uses another library, so that a misunderstanding between the two shows.
/// Start at {@link io.openaep.devices.link.dtls.DtlsDatagrams}.
@NullMarked
package io.openaep.devices.link.dtls;

import org.jspecify.annotations.NullMarked;
