package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Connections that say nothing, and connections that say a byte a second of a login that never
/// ends, half of each on the MQTT and half on the TCP door. One that the platform closes comes
/// again at once. It lasts longer than the time that the doors leave for a login, and each of the
/// first ones must have been closed by then.
final class Crowd implements Trouble {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /// `login-timeout` of both doors is 30 s; a busy machine may take as long again.
  private static final Duration SHORTEST = Duration.ofSeconds(75);

  /// An MQTT CONNECT of 300 bytes, as far as its client id.
  private static final byte[] MQTT = {
    0x10, (byte) 0xac, 0x02, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 1, 0
  };

  /// A TCP login whose device id is 255 bytes long.
  private static final byte[] TCP = {1, 0, (byte) 0xff};

  private final int each;
  private final List<Guest> guests = new ArrayList<>();
  private final List<Duration> firstLives = new ArrayList<>();
  private long closed;
  private long refused;

  private static final class Guest {
    private final int port;
    private final byte[] head;
    private final boolean talks;
    private Optional<SocketChannel> channel = Optional.empty();
    private int said;
    private int visits;
    private long openedNanos;

    Guest(int port, byte[] head, boolean talks) {
      this.port = port;
      this.head = head;
      this.talks = talks;
    }
  }

  Crowd(int each) {
    this.each = each;
  }

  @Override
  public String make(PlatformProcess platform, Duration length) throws IOException {
    for (int i = 0; i < 2 * each; i++) {
      boolean mqtt = i % 2 == 0;
      guests.add(new Guest(platform.port(mqtt ? "mqtt" : "tcp"), mqtt ? MQTT : TCP, i < each));
    }
    Duration stay = length.compareTo(SHORTEST) > 0 ? length : SHORTEST;
    long end = System.nanoTime() + stay.toNanos();
    while (System.nanoTime() < end) {
      long round = System.nanoTime();
      guests.forEach(this::visit);
      long rest = EVERY.toNanos() - (System.nanoTime() - round);
      Pause.of(Duration.ofNanos(Math.max(0, rest)));
    }
    for (Guest guest : guests) {
      close(guest);
    }
    firstLives.sort(Comparator.naturalOrder());
    if (firstLives.size() < guests.size()) {
      throw new IllegalStateException(
          guests.size() - firstLives.size() + " connections without a login are open for " + stay);
    }
    return String.format(
        Locale.ROOT,
        "all closed by the platform after %.1f s (half of them) to %.1f s; %,d more came and were"
            + " closed, %,d found no place",
        firstLives.get(firstLives.size() / 2).toMillis() / 1e3,
        firstLives.getLast().toMillis() / 1e3,
        closed - firstLives.size(),
        refused);
  }

  private void visit(Guest guest) {
    try {
      if (guest.channel.isEmpty()) {
        guest.channel = Optional.of(open(guest.port));
        guest.said = 0;
        guest.visits++;
        guest.openedNanos = System.nanoTime();
      }
      SocketChannel channel = guest.channel.get();
      if (channel.read(ByteBuffer.allocate(64)) < 0) {
        throw new IOException("closed by the platform");
      }
      if (guest.talks) {
        byte next = guest.said < guest.head.length ? guest.head[guest.said] : (byte) 'x';
        guest.said++;
        int _ = channel.write(ByteBuffer.wrap(new byte[] {next}));
      }
    } catch (IOException gone) {
      if (guest.channel.isPresent()) {
        closed++;
        if (guest.visits == 1) {
          firstLives.add(Duration.ofNanos(System.nanoTime() - guest.openedNanos));
        }
      } else {
        refused++;
      }
      close(guest);
    }
  }

  private static SocketChannel open(int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    return channel;
  }

  private static void close(Guest guest) {
    guest.channel.ifPresent(channel -> {
      try {
        channel.close();
      } catch (IOException already) {
        // It is gone either way.
      }
    });
    guest.channel = Optional.empty();
  }
}
