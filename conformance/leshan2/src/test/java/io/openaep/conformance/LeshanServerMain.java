package io.openaep.conformance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.observation.CompositeObservation;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.observation.SingleObservation;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.eclipse.leshan.core.response.ObserveCompositeResponse;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.observation.ObservationListener;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.eclipse.leshan.transport.californium.server.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.transport.californium.server.endpoint.coap.CoapServerProtocolProvider;

/// A small LwM2M server by Leshan, for comparison in `make bench`: observes `/19/0/0` of every
/// device and counts what is notified. It keeps nothing: Californium acknowledges before Leshan
/// hears of it. Prints `ready PORT` and ends with its process.
public final class LeshanServerMain {
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  private LeshanServerMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    LeshanServer server =
        new LeshanServerBuilder()
            .setEndpointsProviders(
                new CaliforniumServerEndpointsProvider.Builder(new CoapServerProtocolProvider())
                    .setConfiguration(configuration -> {
                      // its cheapest way to recognise duplicates; the usual one costs twice
                      configuration.set(
                          CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
                      configuration.set(UdpConfig.UDP_RECEIVE_BUFFER_SIZE, RECEIVE_BUFFER_BYTES);
                    })
                    .addEndpoint(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Protocol.COAP)
                    .build())
            .build();
    server.getRegistrationService().addListener(new Observing(server));
    server.getObservationService().addListener(new Counting());
    server.start();
    System.out.println("ready " + server.getEndpoint(Protocol.COAP).getURI().getPort());
    Thread.currentThread().join();
  }

  /// Observes whoever registers.
  private record Observing(LeshanServer server) implements RegistrationListener {
    @Override
    public void registered(
        Registration registration, Registration previous, Collection<Observation> observations) {
      server.send(
          registration,
          new ObserveRequest(ContentFormat.OPAQUE, 19, 0, 0),
          _ -> {},
          error -> System.err.println("observe failed: " + error));
    }

    @Override
    public void updated(RegistrationUpdate update, Registration now, Registration before) {
      // The observation stays.
    }

    @Override
    public void unregistered(
        Registration registration,
        Collection<Observation> observations,
        boolean expired,
        Registration next) {
      // Nothing is kept.
    }
  }

  /// Sees every notification decoded.
  private static final class Counting implements ObservationListener {
    private final LongAdder notified = new LongAdder();

    @Override
    public void newObservation(Observation observation, Registration registration) {
      // Counted when it speaks.
    }

    @Override
    public void cancelled(Observation observation) {
      // Nothing is kept.
    }

    @Override
    public void onResponse(
        SingleObservation observation, Registration registration, ObserveResponse response) {
      notified.increment();
    }

    @Override
    public void onResponse(
        CompositeObservation observation,
        Registration registration,
        ObserveCompositeResponse response) {
      notified.increment();
    }

    @Override
    public void onError(Observation observation, Registration registration, Exception error) {
      System.err.println("not understood: " + error);
    }
  }
}
