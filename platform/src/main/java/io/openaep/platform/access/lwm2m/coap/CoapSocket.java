package io.openaep.platform.access.lwm2m.coap;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.CheckedExecutor;

/// One bound address of a door: Californium's endpoint with the held layer in its stack, on the
/// protocol thread. As the executor of its own exchanges it answers "are you on the right thread?",
/// so that they run at once instead of being queued behind each other.
public final class CoapSocket extends CoapEndpoint implements CheckedExecutor {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final ProtocolThread protocol;
  private final HeldAckLayer acknowledging;

  /// What the sockets of all doors share.
  ///
  /// @param heldLimit unacknowledged messages a socket
  /// @param rememberedLimit messages a socket remembers to recognise duplicates
  /// @param blockTransferLimit block-wise transfers at once a socket, each of which may hold a body
  public record Shared(
      Configuration configuration,
      ProtocolThread protocol,
      Observations observations,
      RandomTokens tokens,
      PendingAppends pending,
      NotificationSink sink,
      int heldLimit,
      int rememberedLimit,
      int blockTransferLimit) {}

  private CoapSocket(
      Connector connector,
      EndpointContextMatcher matcher,
      String tag,
      Shared shared,
      InMemoryMessageExchangeStore exchanges,
      HeldAckLayer acknowledging) {
    super(
        connector,
        shared.configuration(),
        shared.tokens(),
        shared.observations(),
        exchanges,
        matcher,
        new UdpDataSerializer(),
        new OptionRules(),
        tag,
        new HeldAckStack.Factory(),
        new HeldAckStack.Parts(acknowledging, shared.blockTransferLimit()));
    this.protocol = shared.protocol();
    this.acknowledging = acknowledging;
    setExecutors(protocol, protocol);
  }

  /// Makes a socket that is not bound yet; {@link #start} binds it.
  ///
  /// @param tag for Californium's log lines
  public static CoapSocket of(
      Connector connector, EndpointContextMatcher matcher, String tag, Shared shared) {
    ForgettingDeduplicator deduplicator =
        new ForgettingDeduplicator(shared.configuration(), shared.rememberedLimit());
    InMemoryMessageExchangeStore exchanges =
        new InMemoryMessageExchangeStore(tag, shared.configuration(), shared.tokens());
    exchanges.setDeduplicator(deduplicator);
    HeldAckLayer acknowledging =
        new HeldAckLayer(
            shared.configuration(),
            shared.protocol(),
            deduplicator,
            shared.pending(),
            shared.sink(),
            shared.heldLimit());
    CoapSocket socket = new CoapSocket(connector, matcher, tag, shared, exchanges, acknowledging);
    acknowledging.attach(socket);
    socket.addPostProcessInterceptor(new UnmatchedWatch(shared.observations(), shared.sink()));
    return socket;
  }

  /// Lets go of messages whose block-wise transfer has ended or takes longer than `limit`.
  public void sweep(Duration limit) {
    acknowledging.sweep(limit);
  }

  /// Sends an empty acknowledgement outside of any exchange: for an answer that Californium no
  /// longer expects.
  public void acknowledge(Response response) {
    acknowledging.sendEmptyMessage(null, EmptyMessage.newACK(response));
  }

  /// Confirmable messages received and not yet acknowledged.
  public int heldCount() {
    return acknowledging.heldCount();
  }

  /// Closes the socket and waits for it; requests in flight are cancelled. Not to be called on the
  /// protocol thread.
  public void close() {
    CompletableFuture<Void> closed = CompletableFuture.runAsync(this::destroy, protocol);
    try {
      closed.get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("socket " + getUri() + " does not close", e);
    }
  }

  @Override
  public void execute(Runnable task) {
    protocol.awaitRoom();
    super.execute(task);
  }

  @Override
  public boolean checkOwner() {
    return protocol.checkOwner();
  }

  @Override
  public void assertOwner() {
    protocol.assertOwner();
  }
}
