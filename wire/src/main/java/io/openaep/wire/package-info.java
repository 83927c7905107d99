/// What every protocol of AEP shares on the wire: immutable bytes, a bounds-checked reader and
/// writer, and the one decode error. Start at {@link io.openaep.wire.Bytes}.
@NullMarked
package io.openaep.wire;

import org.jspecify.annotations.NullMarked;
