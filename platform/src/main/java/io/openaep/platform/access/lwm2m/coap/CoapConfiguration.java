package io.openaep.platform.access.lwm2m.coap;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;

/// Our settings in Californium's terms. Californium's standard configuration is never used: it
/// reads and writes a properties file in the working directory.
public final class CoapConfiguration {
  /// Enough for the one confirmable message a device has open (NSTART 1) and a few NON ones; what
  /// is pending is kept apart. Eight instead of 64 costs a fifth of the memory and less CPU.
  private static final int REMEMBERED_PER_PEER = 8;

  private CoapConfiguration() {}

  /// @param bodyLimitBytes largest body put together from blocks, either way
  /// @param peerLimit devices that may be talked to within ten minutes
  /// @param receiveBufferBytes of the socket; the kernel's default holds about 270 small datagrams
  /// @param ackTimeout first retransmission of our requests (RFC 7252, 4.8: 2 s)
  /// @param maxRetransmit RFC 7252, 4.8: 4
  public record Numbers(
      int bodyLimitBytes,
      int peerLimit,
      int receiveBufferBytes,
      Duration ackTimeout,
      int maxRetransmit) {}

  public static Configuration of(Numbers numbers) {
    Configuration configuration =
        new Configuration(
            SystemConfig.DEFINITIONS,
            CoapConfig.DEFINITIONS,
            UdpConfig.DEFINITIONS,
            DtlsConfig.DEFINITIONS);
    configuration
        .set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP)
        .set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, REMEMBERED_PER_PEER)
        .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, numbers.bodyLimitBytes())
        .set(CoapConfig.MAX_ACTIVE_PEERS, Math.max(numbers.peerLimit(), 100))
        .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, 30, TimeUnit.SECONDS)
        .set(CoapConfig.ACK_TIMEOUT, (int) numbers.ackTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .set(CoapConfig.MAX_RETRANSMIT, numbers.maxRetransmit())
        .set(UdpConfig.UDP_RECEIVE_BUFFER_SIZE, numbers.receiveBufferBytes())
        .set(DtlsConfig.DTLS_RECEIVE_BUFFER_SIZE, numbers.receiveBufferBytes())
        // one of each: messages keep their order, and an acknowledgement leaves before a command
        .set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
    return configuration;
  }
}
