package io.openaep.platform.access.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The network between a device and the platform, which may stop carrying anything without a word
/// to either end: both keep a connection of which they hear nothing any more.
public final class FadingLink implements AutoCloseable {
  private final int platformPort;
  private final ServerSocket inside;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean faded;

  public FadingLink(int platformPort) {
    this.platformPort = platformPort;
    try {
      inside = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return inside.getLocalPort();
  }

  /// From now on nothing passes; nothing is closed either.
  public void fade() {
    faded = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket device = inside.accept();
        Socket platform = new Socket();
        sockets.addAll(List.of(device, platform));
        platform.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), platformPort));
        pump(device, platform);
        pump(platform, device);
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void pump(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    Thread.ofVirtual()
        .start(() -> {
          byte[] buffer = new byte[4_096];
          try {
            for (int size = in.read(buffer); size > 0; size = in.read(buffer)) {
              if (!faded) {
                out.write(buffer, 0, size);
                out.flush();
              }
            }
          } catch (IOException closed) {
            // the test is over, or one end has gone
          }
        });
  }

  @Override
  public void close() {
    try {
      inside.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
