@NullMarked
package io.openaep.platform.outbox;

import org.jspecify.annotations.NullMarked;
