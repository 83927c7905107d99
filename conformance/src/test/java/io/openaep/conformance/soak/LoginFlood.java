package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Strangers connect as fast as they can, say a login that is wrong, and leave.
final class LoginFlood implements Trouble {
  private static final int STRANGERS = 8;
  private static final int ANSWER_MILLIS = 500;
  private static final byte[] TCP =
      "\u0001\u0000\u0005wrong\u0000\u0005wrong\u0000\u00031.0"
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] MQTT =
      "\u0010\u001f\u0000\u0004MQTT\u0004\u00c2\u0000<\u0000\u0005wrong\u0000\u0005wrong\u0000\u0005wrong"
          .getBytes(StandardCharsets.ISO_8859_1);

  @Override
  public String make(PlatformProcess platform, Duration length) throws InterruptedException {
    AtomicLong logins = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    long end = System.nanoTime() + length.toNanos();
    List<Thread> strangers = new ArrayList<>();
    for (int i = 0; i < STRANGERS; i++) {
      boolean mqtt = i % 2 == 0;
      int port = platform.port(mqtt ? "mqtt" : "tcp");
      strangers.add(
          Thread.ofPlatform()
              .start(() -> {
                while (System.nanoTime() < end) {
                  (tries(port, mqtt ? MQTT : TCP) ? logins : failed).incrementAndGet();
                }
              }));
    }
    for (Thread stranger : strangers) {
      stranger.join();
    }
    return String.format(
        Locale.ROOT,
        "%,d wrong logins, %,d more connections without an answer",
        logins.get(),
        failed.get());
  }

  /// @return whether the platform answered or closed
  private static boolean tries(int port, byte[] login) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write(login);
      int _ = socket.getInputStream().read();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
