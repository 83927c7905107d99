package io.openaep.platform;

import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// The certificate of every encrypted TCP door: the configured one, read again when its files
/// change, else a self-signed one of the data directory. Asked for by the thread that opens the
/// doors.
final class Certificate implements Supplier<SSLContext> {
  private final PlatformConfig config;
  private final DataDirectory directory;
  private final InstantSource clock;
  private Optional<SSLContext> context = Optional.empty();

  Certificate(PlatformConfig config, DataDirectory directory, InstantSource clock) {
    this.config = config;
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public SSLContext get() {
    if (context.isEmpty()) {
      context = Optional.of(made());
    }
    return context.get();
  }

  private SSLContext made() {
    Optional<Path> configured = config.tlsCertificate();
    return configured.isPresent()
        ? ServerCertificate.renewing(
            configured.get(), config.tlsKey().orElse(configured.get()), clock)
        : ServerCertificate.ofDirectory(directory.path(), clock).sslContext();
  }
}
