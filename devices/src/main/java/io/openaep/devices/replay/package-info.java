/// Plays AT transcripts: the host's side against a module's AT port, the platform's side through
/// the northbound API, and reports the first line that differs. The format is described in the
/// project's `examples/transcripts/README.md`.
///
/// Start at {@link io.openaep.devices.replay.Player}.
@NullMarked
package io.openaep.devices.replay;

import org.jspecify.annotations.NullMarked;
