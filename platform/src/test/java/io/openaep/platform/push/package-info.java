@NullMarked
package io.openaep.platform.push;

import org.jspecify.annotations.NullMarked;
