package io.openaep.platform.access.socket;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The threads that serve every stream door: one event loop each, on which its connections live for
/// good, and a few that ask the registry who somebody is, so that its disk holds up no event loop.
/// Uses epoll on Linux (about 8 % cheaper a message than NIO) and NIO elsewhere. Thread-safe.
public final class EventLoops implements AutoCloseable {
  private static final int ASKING = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Netty's own property; it follows some buffers by the stack of whoever made them.
  private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

  static {
    if (System.getProperty(LEAK_DETECTION) == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  private final EventLoopGroup group;
  private final Class<? extends ServerChannel> serverChannel;
  private final ExecutorService asking;

  /// @param threads at least 1; one per core is enough, as no event loop ever blocks
  public EventLoops(int threads) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("door", false), io);
    // Its queue is bounded by the connections: each asks one question at a time.
    this.asking = Executors.newFixedThreadPool(ASKING, new DefaultThreadFactory("door-login"));
    this.serverChannel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  EventLoopGroup group() {
    return group;
  }

  Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  /// Runs what may wait for the disk.
  Executor asking() {
    return asking;
  }

  /// Ends the threads, at most a second later. Stop the doors before: a connection that is open now
  /// ends without its last word stored.
  @Override
  public void close() {
    asking.shutdown();
    group
        .shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE.toMillis());
  }
}
