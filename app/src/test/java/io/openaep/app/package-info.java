/// Tests of the command line, run in this process. Tests of the whole repository are in `house`.
@NullMarked
package io.openaep.app;

import org.jspecify.annotations.NullMarked;
