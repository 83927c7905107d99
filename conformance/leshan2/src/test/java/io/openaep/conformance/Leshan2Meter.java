package io.openaep.conformance;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.engine.DefaultRegistrationEngineFactory;
import org.eclipse.leshan.client.object.Device;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.observer.LwM2mClientObserverAdapter;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.model.StaticModel;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.BootstrapRequest;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.RegisterRequest;
import org.eclipse.leshan.core.request.UpdateRequest;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.core.response.WriteResponse;
import org.eclipse.leshan.transport.californium.client.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.transport.californium.client.endpoint.coap.CoapClientProtocolProvider;
import org.eclipse.leshan.transport.californium.client.endpoint.coaps.CoapsClientProtocolProvider;

/// A meter by Leshan 2. Its callbacks come on Leshan's threads.
final class Leshan2Meter implements ForeignMeter {
  private static final int SERVER = 123;
  private static final int LIFETIME_SECONDS = 300;
  private static final int DATA = 0;

  private final AtomicInteger registrations = new AtomicInteger();
  private final AtomicInteger bootstraps = new AtomicInteger();
  private final AtomicInteger updates = new AtomicInteger();
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final Up up = new Up();
  private final LeshanClient client;

  /// @param bootstrap whether `uri` is a bootstrap server's, which tells the rest
  Leshan2Meter(String uri, String endpoint, Optional<String> key, boolean bootstrap) {
    ObjectsInitializer objects = new ObjectsInitializer(new StaticModel(models()));
    objects.setInstancesForObject(0, security(uri, endpoint, key, bootstrap));
    if (bootstrap) {
      objects.setClassForObject(1, Server.class);
    } else {
      objects.setInstancesForObject(1, new Server(SERVER, LIFETIME_SECONDS));
    }
    objects.setInstancesForObject(3, new Device("OpenAEP", "meter", "1"));
    objects.setFactoryForObject(19, (model, id, taken) -> null); // there are two, and no more
    objects.setInstancesForObject(19, up, new Down());
    objects.setDefaultContentFormat(19, ContentFormat.OPAQUE);
    DefaultRegistrationEngineFactory engine = new DefaultRegistrationEngineFactory();
    engine.setReconnectOnUpdate(key.isPresent()).setResumeOnConnect(true);
    client =
        new LeshanClientBuilder(endpoint)
            .setObjects(objects.createAll())
            .setRegistrationEngineFactory(engine)
            .setEndpointsProviders(
                new CaliforniumClientEndpointsProvider.Builder(
                        new CoapClientProtocolProvider(), new CoapsClientProtocolProvider())
                    .setClientAddress(InetAddress.ofLiteral("127.0.0.1"))
                    .build())
            .build();
    client.addObserver(new Counting());
  }

  private static Security security(
      String uri, String endpoint, Optional<String> key, boolean bootstrap) {
    if (bootstrap) {
      return key.map(it -> Security.pskBootstrap(uri, bytes(endpoint), bytes(it)))
          .orElseGet(() -> Security.noSecBootstrap(uri));
    }
    return key.map(it -> Security.psk(uri, SERVER, bytes(endpoint), bytes(it)))
        .orElseGet(() -> Security.noSec(uri, SERVER));
  }

  /// Leshan's own, and object 19 as AEP uses it: one opaque value in each of its two instances.
  private static List<ObjectModel> models() {
    List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
    models.add(
        new ObjectModel(
            19,
            "BinaryAppDataContainer",
            "",
            "1.0",
            true,
            false,
            new ResourceModel(
                DATA,
                "Data",
                ResourceModel.Operations.RW,
                false,
                true,
                ResourceModel.Type.OPAQUE,
                "",
                "",
                "")));
    return models;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// `/19/0`.
  private static final class Up extends BaseInstanceEnabler {
    private volatile String value = "first";
    private volatile boolean observed;

    Up() {
      super(0);
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
      return ReadResponse.success(resource, bytes(value));
    }

    @Override
    public ObserveResponse observe(LwM2mServer server, int resource) {
      observed = true;
      return super.observe(server, resource);
    }
  }

  /// `/19/1`.
  private final class Down extends BaseInstanceEnabler {
    Down() {
      super(1);
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
      return ReadResponse.success(resource, bytes(""));
    }

    @Override
    public WriteResponse write(
        LwM2mServer server, boolean replace, int resource, LwM2mResource value) {
      written.add(new String((byte[]) value.getValue(), StandardCharsets.UTF_8));
      return WriteResponse.success();
    }
  }

  private final class Counting extends LwM2mClientObserverAdapter {
    @Override
    public void onBootstrapSuccess(LwM2mServer server, BootstrapRequest request) {
      bootstraps.incrementAndGet();
    }

    @Override
    public void onRegistrationSuccess(
        LwM2mServer server, RegisterRequest request, String registration) {
      registrations.incrementAndGet();
    }

    @Override
    public void onUpdateSuccess(LwM2mServer server, UpdateRequest request) {
      updates.incrementAndGet();
    }
  }

  @Override
  public void start() {
    client.start();
  }

  @Override
  public boolean observed() {
    return up.observed;
  }

  @Override
  public void report(String value) {
    up.value = value;
    up.fireResourceChange(DATA);
  }

  @Override
  public void update() {
    client.triggerRegistrationUpdate();
  }

  @Override
  public int bootstraps() {
    return bootstraps.get();
  }

  @Override
  public int registrations() {
    return registrations.get();
  }

  @Override
  public int updates() {
    return updates.get();
  }

  @Override
  public List<String> written() {
    return List.copyOf(written);
  }

  @Override
  public void leave() {
    client.stop(true);
  }

  @Override
  public void close() {
    client.destroy(false);
  }
}
