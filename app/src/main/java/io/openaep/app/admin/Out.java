package io.openaep.app.admin;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a command prints, flushed with every line.
final class Out {
  private Out() {}

  /// @param spec injected by the library before the command runs
  static PrintWriter of(@Nullable CommandSpec spec) {
    return new PrintWriter(Objects.requireNonNull(spec).commandLine().getOut(), true);
  }
}
