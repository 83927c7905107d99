package io.openaep.devices.module.port;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The AT port on a pseudo-terminal, which a host opens like a serial device, or on a real serial
/// device. Whether a host listens cannot be seen: what is printed waits in the terminal's small
/// buffer and is lost beyond it. Two daemon threads.
public final class TerminalPort implements AtPort {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalPort.class);
  private static final int OUTPUT_LIMIT_BYTES = 1024 * 1024;

  /// How long a full buffer is taken for a slow host and not for none.
  private static final int PATIENCE_MS = 1000;

  private static final int READ_TURN_MS = 200;

  private final Terminal terminal;
  private final String name;
  private final Optional<Path> link;
  private final OutputPump pump = new OutputPump(OUTPUT_LIMIT_BYTES);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean closed;

  private TerminalPort(Terminal terminal, String name, Optional<Path> link) {
    this.terminal = terminal;
    this.name = name;
    this.link = link;
  }

  /// @param link made to point at the terminal; replaces a link of an earlier run, nothing else
  static TerminalPort pseudo(Optional<Path> link) throws IOException {
    if (link.isPresent() && Files.exists(link.get()) && !Files.isSymbolicLink(link.get())) {
      throw new IOException(link.get() + " is there already and is no link; choose another name");
    }
    Terminal terminal = Terminal.pseudo();
    if (link.isPresent()) {
      pointTo(terminal, link.get());
    }
    String name = "pty:" + link.map(Path::toString).orElse(terminal.path());
    return new TerminalPort(terminal, name, link);
  }

  private static void pointTo(Terminal terminal, Path link) throws IOException {
    try {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(terminal.path()));
    } catch (FileSystemException e) {
      terminal.close();
      String reason =
          e instanceof NoSuchFileException ? "there is no such directory" : "this user may not";
      throw new IOException(
          "the link " + link + " cannot be made: " + reason + "; choose another place for it", e);
    }
  }

  /// @param device such as `/dev/ttyUSB0`; the host is at the other end of its line
  static TerminalPort serial(Path device, int bitsPerSecond) throws IOException {
    Terminal terminal = Terminal.serial(device, bitsPerSecond);
    return new TerminalPort(terminal, "serial:" + device + "@" + bitsPerSecond, Optional.empty());
  }

  /// `pty:PATH`, where PATH is the device that a host opens, or `serial:DEVICE@BAUD`.
  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(Host host) {
    Thread writer = Thread.ofPlatform().daemon().name("at-terminal-out").start(this::writeAll);
    Thread.ofPlatform().daemon().name("at-terminal-in").start(() -> read(host, writer));
  }

  /// Reads until closed, then lets the terminal go once the writer has.
  private void read(Host host, Thread writer) {
    try (terminal) {
      while (!closed) {
        byte[] bytes = terminal.read(READ_TURN_MS);
        if (bytes.length > 0) {
          host.received(bytes);
        }
      }
      writer.join();
    } catch (IOException | InterruptedException e) {
      LOG.info("event=at-port-broken port={} reason=\"{}\"", name(), e.getMessage());
    }
    ended.complete(null);
  }

  private void writeAll() {
    try {
      pump.run(this::writeOrLose);
    } catch (IOException | InterruptedException e) {
      LOG.info("event=at-port-broken port={} reason=\"{}\"", name(), e.getMessage());
    }
  }

  private void writeOrLose(byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length && !closed) {
      int taken = terminal.write(bytes, done, PATIENCE_MS);
      if (taken == 0) {
        LOG.debug("event=at-output-lost port={} bytes={}", name(), bytes.length - done);
        return;
      }
      done += taken;
    }
  }

  @Override
  public void write(byte[] bytes) {
    pump.offer(bytes);
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended;
  }

  /// Takes the link away and ends the threads; the terminal itself goes with the reader.
  @Override
  public void close() {
    closed = true;
    pump.close();
    link.ifPresent(this::remove);
  }

  private void remove(Path path) {
    try {
      if (Files.isSymbolicLink(path)
          && Files.readSymbolicLink(path).equals(Path.of(terminal.path()))) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.info("event=link-left path={} reason=\"{}\"", path, e.getMessage());
    }
  }
}
