package io.openaep.devices.module.command;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The computer's network by the JDK's own means. An echo is ICMP where the user may send it, else
/// a TCP connection to the echo port, whose refusal is an answer too.
final class JdkInternet implements Internet {
  /// RFC 4330: client, version 4.
  private static final int SNTP_REQUEST = 0x23;

  private static final int SNTP_BYTES = 48;
  private static final int SNTP_TRANSMIT_TIME = 40;

  /// Seconds from 1900 to 1970.
  private static final long NTP_TO_UNIX = 2_208_988_800L;

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  @Override
  public Optional<Duration> ping(InetAddress address, Duration limit) throws IOException {
    long start = System.nanoTime();
    return address.isReachable((int) limit.toMillis())
        ? Optional.of(Duration.ofNanos(System.nanoTime() - start))
        : Optional.empty();
  }

  @Override
  public Instant time(InetSocketAddress server, Duration limit) throws IOException {
    byte[] message = new byte[SNTP_BYTES];
    message[0] = SNTP_REQUEST;
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout((int) limit.toMillis());
      socket.connect(server); // answers of others are dropped
      socket.send(new DatagramPacket(message, message.length));
      var answer = new DatagramPacket(message, message.length);
      socket.receive(answer);
      if (answer.getLength() < SNTP_BYTES) {
        throw new IOException("the time server's answer has " + answer.getLength() + " bytes");
      }
    }
    long seconds = ByteBuffer.wrap(message).getInt(SNTP_TRANSMIT_TIME) & 0xffff_ffffL;
    if (seconds < NTP_TO_UNIX) {
      throw new IOException("the time server does not know the time");
    }
    return Instant.ofEpochSecond(seconds - NTP_TO_UNIX);
  }
}
