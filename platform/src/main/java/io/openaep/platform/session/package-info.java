/// What a session must find again after a restart: LwM2M registrations and observations, MQTT
/// sessions and wills, as values in the journal's state, committed in the same transaction as the
/// event whose acknowledgement promises them.
///
/// Start at {@link io.openaep.platform.session.JournalSessionStore}.
@NullMarked
package io.openaep.platform.session;

import org.jspecify.annotations.NullMarked;
