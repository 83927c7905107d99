package io.openaep.platform.access.socket;

import io.micrometer.core.instrument.Gauge;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream door that is open: listens on its addresses, lets connections in within the limits,
/// looks at their deadlines, and ends them all in order. Thread-safe.
public final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /// A free port on one address may be taken on another: so often another one is tried.
  private static final int FREE_PORT_TRIES = 20;

  /// One read: all its messages may have to wait in memory when the first of them stops the
  /// reading.
  private static final int READ_LIMIT_BYTES = 16 * 1024;

  private final OpenDoor door;
  private final EventLoops loops;
  private final Pipeline pipeline;
  private final Set<DeviceConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<Channel> listening = new ArrayList<>();
  private final Future<?> sweeping;
  private volatile boolean stopping;

  /// How a protocol sets up a new connection: adds its handlers, the connection last.
  @FunctionalInterface
  public interface Pipeline {
    DeviceConnection install(Channel channel, OpenDoor door);

    /// Does what is due by the clock and belongs to no connection.
    default void sweep(OpenDoor door, Instant now) {}
  }

  /// Opens the door.
  ///
  /// @throws IOException with a sentence if an address cannot be listened on
  public static Listener open(
      Door door, SocketConfig config, EventLoops loops, Ports ports, Pipeline pipeline)
      throws IOException {
    return new Listener(new OpenDoor(door, config, ports, loops.asking()), loops, pipeline);
  }

  private Listener(OpenDoor door, EventLoops loops, Pipeline pipeline) throws IOException {
    this.door = door;
    this.loops = loops;
    this.pipeline = pipeline;
    bind();
    Gauge.builder("openaep.connections", connections, Set::size)
        .description("Open connections of MQTT and TCP doors, logged in or not")
        .tag("door", door.door().word())
        .register(door.ports().meters());
    long sweepMillis = door.config().sweepEvery().toMillis();
    this.sweeping =
        loops
            .group()
            .scheduleWithFixedDelay(
                () -> sweep().isDone(), sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
  }

  /// The port it listens on, the free one that was picked if 0 was asked for.
  public int port() {
    return ((InetSocketAddress) listening.getFirst().localAddress()).getPort();
  }

  /// Looks at every connection's deadlines, on its own event loop, and tries again to tell ends
  /// that could not be stored. Completes when all were looked at.
  public CompletableFuture<Void> sweep() {
    Instant now = door.now();
    List<CompletableFuture<Void>> looks = new ArrayList<>();
    for (EventExecutor loop : loops.group()) {
      looks.add(
          CompletableFuture.runAsync(
              () ->
                  connections.stream()
                      .filter(it -> it.channel().eventLoop().equals(loop))
                      .forEach(it -> it.guard(() -> it.checkDeadlines(now))),
              loop));
    }
    door.presence().tellAgain();
    pipeline.sweep(door, now);
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new));
  }

  /// Closes the door: no new connections, then every connection, then waits until their ends are
  /// stored.
  ///
  /// @return whether that was done within `patience`
  public boolean stop(Duration patience) {
    stopping = true;
    sweeping.cancel(false);
    listening.forEach(it -> it.close().awaitUninterruptibly());
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (DeviceConnection connection : connections) {
      connection.close(GoneCause.PLATFORM_STOPPED);
      ends.add(connection.over().toCompletableFuture());
    }
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      LOG.warn("stopped door={} untold={}", door.door().word(), connections.size());
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("the end of a connection never fails", impossible);
    }
  }

  private void bind() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        bindAll();
        return;
      } catch (IOException taken) {
        listening.forEach(it -> it.close().awaitUninterruptibly());
        listening.clear();
        if (door.config().port() != 0 || attempt == FREE_PORT_TRIES) {
          throw taken;
        }
      }
    }
  }

  private void bindAll() throws IOException {
    ServerBootstrap bootstrap = bootstrap();
    for (InetAddress address : door.config().bind()) {
      int port = listening.isEmpty() ? door.config().port() : port();
      ChannelFuture bound = bootstrap.bind(address, port).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        String where = Remote.text(new InetSocketAddress(address, port));
        String reason = String.valueOf(bound.cause().getMessage()).replaceFirst("^bind.*: ", "");
        throw new IOException(door.door().taken(where, reason), bound.cause());
      }
      listening.add(bound.channel());
    }
  }

  private ServerBootstrap bootstrap() {
    int highBytes = door.config().writeBufferLimitBytes();
    return new ServerBootstrap()
        .group(loops.group())
        .channel(loops.serverChannel())
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .option(ChannelOption.SO_RCVBUF, door.config().kernelBufferBytes())
        .childOption(ChannelOption.SO_SNDBUF, door.config().kernelBufferBytes())
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(64, 2_048, READ_LIMIT_BYTES))
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(highBytes / 2, highBytes))
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                accept(channel);
              }
            });
  }

  private void accept(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress peer) || stopping) {
      // It was gone again before it was here, or we are.
      var _ = channel.close();
    } else if (connections.size() >= door.config().connectionLimit() && !makeRoom()) {
      String reason = "the door is full of devices that are logged in";
      door.ports()
          .refusals()
          .refused(door.door(), "too_many_connections", "-", Remote.text(peer), reason);
      var _ = channel.close();
    } else {
      welcome(pipeline.install(channel, door), peer);
    }
  }

  private void welcome(DeviceConnection connection, InetSocketAddress peer) {
    connections.add(connection);
    int limit =
        door.flood().suspects(peer.getAddress())
            ? door.config().flood().strangers()
            : door.config().connectionLimit();
    door.strangers()
        .arrived(connection, limit)
        .ifPresent(
            it -> it.giveWay("its address is suspect, and others without a login came after it"));
    connection
        .over()
        .whenComplete((nothing, never) -> {
          connections.remove(connection);
          door.strangers().left(connection);
        });
  }

  /// Somebody who has not logged in gives way, if there is anybody.
  private boolean makeRoom() {
    Optional<DeviceConnection> oldest = door.strangers().takeOldest();
    oldest.ifPresent(it -> it.giveWay("the door is full, and it had not logged in"));
    return oldest.isPresent();
  }
}
