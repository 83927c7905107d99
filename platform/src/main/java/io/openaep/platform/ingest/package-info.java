/// The way in: what a session understood becomes an event of the journal, its payload judged by the
/// product, and the journal's answer becomes the receipt that the session acknowledges with.
///
/// Start at {@link io.openaep.platform.ingest.Ingest}.
@NullMarked
package io.openaep.platform.ingest;

import org.jspecify.annotations.NullMarked;
