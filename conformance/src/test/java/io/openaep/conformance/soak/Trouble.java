package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.ReportingFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What goes wrong beside a normal load.
interface Trouble {
  /// Words before the platform's command.
  ///
  /// @throws IOException with a sentence if the machine lacks something
  default List<String> prefix() throws IOException, InterruptedException {
    return List.of();
  }

  /// Where the platform keeps its data.
  default Path data(Path usual) throws IOException {
    return usual;
  }

  /// Makes trouble for so long, and takes it back before it returns.
  ///
  /// @return what it counted, for the table
  String make(PlatformProcess platform, Duration length) throws IOException, InterruptedException;

  /// Looks at what the platform has kept, after the well-behaved devices have stopped.
  ///
  /// @return more for the table; may be empty
  /// @throws IllegalStateException with what is wrong
  default String check(PlatformProcess platform, ReportingFleet beside)
      throws IOException, InterruptedException {
    return "";
  }
}
