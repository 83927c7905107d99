package io.openaep.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a platform that all classes of a run share, for the tests that leave it as they
/// found it. It may push to this machine. Its data and its log stay in `target`, to be read.
final class SharedPlatform implements ParameterResolver {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /// An IMEI that no other test uses.
  static String imei() {
    return "8612345%08d".formatted(NUMBERS.incrementAndGet());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PlatformProcess.class;
  }

  @Override
  public PlatformProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(PlatformProcess.class, _ -> start(), PlatformProcess.class);
  }

  private static PlatformProcess start() {
    try {
      Path target = PlatformProcess.root().resolve("conformance/target");
      Path directory = Files.createTempDirectory(target, "shared-platform");
      Path config = directory.resolve("openaep.yaml");
      Files.writeString(config, "push:\n  post:\n    allowed-networks: 127.0.0.0/8\n");
      return PlatformProcess.start(directory.resolve("data"), "--config", config.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
