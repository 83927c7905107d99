package io.openaep.platform.admin;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The socket `admin.sock` of a data directory, mode 0600. One thread accepts; each connection has
/// a virtual thread of its own and carries one call.
public final class AdminSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
  private static final int CONNECTIONS = 16;
  private static final int BODY_LIMIT_BYTES = 1 << 20;

  private final Path file;
  private final ServerSocketChannel server;
  private final AdminCalls calls;
  private final Semaphore free = new Semaphore(CONNECTIONS);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private AdminSocket(Path file, ServerSocketChannel server, AdminCalls calls) {
    this.file = file;
    this.server = server;
    this.calls = calls;
  }

  /// Opens it, in place of one that an earlier process left behind.
  ///
  /// @param directory the data directory, which this process has locked
  public static AdminSocket open(Path directory, AdminCalls calls) {
    Path file = directory.resolve(SocketFile.NAME);
    try {
      AdminSocket socket = new AdminSocket(file, bind(directory, file), calls);
      Thread.ofPlatform().name("openaep-admin").daemon().start(socket::accept);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The administration socket %s cannot be made: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /// Made where nobody else looks and moved into place with its rights, so that it is never open to
  /// others.
  private static ServerSocketChannel bind(Path directory, Path file) throws IOException {
    Path folder =
        Files.createTempDirectory(
            directory,
            "admin",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path draft = folder.resolve("s");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean bound = false;
    try {
      SocketFile.at(draft, server::bind);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      bound = true;
      return server;
    } finally {
      if (!bound) {
        server.close();
        Files.deleteIfExists(draft);
      }
      Files.delete(folder);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        open.add(channel);
        free.acquireUninterruptibly();
        Thread.ofVirtual().name("openaep-admin-call").start(() -> serve(channel));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        LOG.warn("admin accept failed device= reason=\"{}\"", e.getMessage());
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the top of the thread
  private void serve(SocketChannel channel) {
    try (channel) {
      String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      InputStream in = Channels.newInputStream(channel);
      OutputStream out = Channels.newOutputStream(channel);
      JsonNode head = Frames.readHead(in);
      byte[] body = in.readNBytes(BODY_LIMIT_BYTES + 1);
      if (body.length > BODY_LIMIT_BYTES) {
        throw new IOException("the body is larger than " + BODY_LIMIT_BYTES + " bytes");
      }
      calls.call(
          user,
          head.path("method").asString(),
          head.path("target").asString(),
          body,
          (status, contentType) -> {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("status", status);
            answer.put("contentType", contentType);
            Frames.writeHead(out, answer);
            return out;
          });
    } catch (EOFException e) {
      LOG.debug("admin connection without a call device="); // whether a platform runs here
    } catch (IOException e) {
      LOG.info("admin call ended early device= reason=\"{}\"", e.getMessage());
    } catch (Exception e) {
      LOG.error("admin call failed device=", e);
    } finally {
      open.remove(channel);
      free.release();
    }
  }

  /// Ends running calls too.
  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel channel : open) {
        channel.close();
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("admin socket not removed device= file={} reason=\"{}\"", file, e.getMessage());
    }
  }
}
