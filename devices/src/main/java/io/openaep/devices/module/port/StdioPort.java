package io.openaep.devices.module.port;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The AT port on two streams, mostly standard input and output. A pipe is patient: its input waits
/// until the module hears it, and the port ends with the input once the last command has its
/// answer. Two daemon threads.
public final class StdioPort implements AtPort {
  private static final Logger LOG = LoggerFactory.getLogger(StdioPort.class);
  private static final int OUTPUT_LIMIT_BYTES = 1024 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final OutputPump pump = new OutputPump(OUTPUT_LIMIT_BYTES);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  public StdioPort(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public String name() {
    return "stdio";
  }

  @Override
  public void start(Host host) {
    Thread.ofPlatform().daemon().name("at-stdin").start(() -> read(host));
    Thread.ofPlatform().daemon().name("at-stdout").start(this::writeAll);
  }

  private void read(Host host) {
    var buffer = new byte[4096];
    try {
      host.ready().toCompletableFuture().join();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        host.received(Arrays.copyOf(buffer, read));
      }
    } catch (IOException e) {
      LOG.info("event=at-port-broken port=stdio reason=\"{}\"", e.getMessage());
    }
    host.ended().toCompletableFuture().join();
    pump.close(); // what is answered is still written
  }

  private void writeAll() {
    try {
      pump.run(bytes -> {
        out.write(bytes);
        out.flush();
      });
    } catch (IOException | InterruptedException e) {
      LOG.info("event=at-port-broken port=stdio reason=\"{}\"", e.getMessage());
    }
    ended.complete(null);
  }

  @Override
  public void write(byte[] bytes) {
    pump.offer(bytes);
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    pump.close();
    ended.complete(null);
  }
}
