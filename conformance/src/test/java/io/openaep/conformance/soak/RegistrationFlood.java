package io.openaep.conformance.soak;

import io.openaep.conformance.Api;
import io.openaep.conformance.PlatformProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/// Registrations on the plain CoAP door, as fast as one sender can: most of IMEIs that nobody
/// knows, every tenth of a device that is known. No answer is waited for.
final class RegistrationFlood implements Trouble {
  private static final String KNOWN = "869000000000002";
  private static final int KNOWN_ONE_IN = 10;
  private static final int URI_PATH = 11;
  private static final int CONTENT_FORMAT = 12;
  private static final int URI_QUERY = 15;

  private final Random random = new Random(7);

  @Override
  public String make(PlatformProcess platform, Duration length) throws IOException {
    Api api = platform.api();
    Api.Device _ = api.device(api.lwm2m("flood", 2), true, KNOWN);
    long sent = 0;
    long answered = 0;
    ByteBuffer answer = ByteBuffer.allocate(2048);
    InetSocketAddress door =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), platform.port("lwm2m"));
    long end = System.nanoTime() + length.toNanos();
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.configureBlocking(false);
      channel.connect(door);
      while (System.nanoTime() < end) {
        int _ = channel.write(ByteBuffer.wrap(registration(sent)));
        sent++;
        while (channel.read(answer.clear()) > 0) {
          answered++;
        }
      }
    }
    return String.format(Locale.ROOT, "%,d registrations sent, %,d answered", sent, answered);
  }

  private byte[] registration(long number) throws IOException {
    String imei =
        number % KNOWN_ONE_IN == 0
            ? KNOWN
            : "86" + String.format(Locale.ROOT, "%013d", random.nextLong(10_000_000_000_000L));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0x44, 0x02, (byte) (number >> 8), (byte) number});
    out.write(ByteBuffer.allocate(4).putInt((int) number).array());
    int last = 0;
    last = option(out, last, URI_PATH, "rd".getBytes(StandardCharsets.US_ASCII));
    last = option(out, last, CONTENT_FORMAT, new byte[] {40});
    for (String query : new String[] {"ep=" + imei, "lt=86400", "lwm2m=1.0", "b=U"}) {
      last = option(out, last, URI_QUERY, query.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0xff);
    out.write("</1/0>,</3/0>,</19/0>".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  /// RFC 7252, 3.1; deltas here are below 13.
  private static int option(ByteArrayOutputStream out, int last, int number, byte[] value)
      throws IOException {
    int length = Math.min(value.length, 13);
    out.write(((number - last) << 4) | length);
    if (length == 13) {
      out.write(value.length - 13);
    }
    out.write(value);
    return number;
  }
}
