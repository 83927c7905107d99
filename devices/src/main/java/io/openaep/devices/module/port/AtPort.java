package io.openaep.devices.module.port;

import java.util.concurrent.CompletionStage;

/// One way for bytes between a host and a module. Opened before the module is made, started after
/// it.
public interface AtPort extends AutoCloseable {
  /// How a host finds it, e.g. `tcp:127.0.0.1:5000` or `pty:/dev/pts/3`.
  String name();

  /// Begins to listen; called once.
  void start(Host host);

  /// Sends what the module prints. Returns at once; what nobody takes is lost, as on a serial line.
  void write(byte[] bytes);

  /// Completes when no host can come any more (standard input ended, or the port was closed).
  CompletionStage<Void> ended();

  @Override
  void close();

  /// What comes from the host's side. Called on the port's own threads.
  interface Host {
    void received(byte[] bytes);

    /// The host went away; another may come.
    void gone();

    /// Completes when what is sent is heard: before, a port that can hold its input back should.
    CompletionStage<Void> ready();

    /// The host sends nothing more, and no other comes.
    ///
    /// @return completes when everything that it sent has its answer
    CompletionStage<Void> ended();
  }
}
