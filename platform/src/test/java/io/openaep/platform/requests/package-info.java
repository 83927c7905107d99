@NullMarked
package io.openaep.platform.requests;

import org.jspecify.annotations.NullMarked;
