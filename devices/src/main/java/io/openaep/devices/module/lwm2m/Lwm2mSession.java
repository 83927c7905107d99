package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.Lane;
import io.openaep.devices.link.dtls.SessionMemory;
import io.openaep.devices.link.lwm2m.Binding;
import io.openaep.devices.link.lwm2m.DeviceFacts;
import io.openaep.devices.link.lwm2m.Lwm2mAnswer;
import io.openaep.devices.link.lwm2m.Lwm2mClient;
import io.openaep.devices.link.lwm2m.Lwm2mListener;
import io.openaep.devices.link.lwm2m.Lwm2mPath;
import io.openaep.devices.link.lwm2m.Lwm2mRequest;
import io.openaep.devices.link.lwm2m.Lwm2mResult;
import io.openaep.devices.link.lwm2m.Lwm2mSettings;
import io.openaep.devices.link.lwm2m.Lwm2mValue;
import io.openaep.devices.link.lwm2m.ServerChange;
import io.openaep.devices.module.baseband.Assistance;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.BearerListener;
import io.openaep.devices.module.baseband.Radio;
import io.openaep.wire.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The registration and what goes over it, with the codes that tell the host (AT reference, 7.3,
/// 7.4). Tells the host by codes only; what the commands themselves answer is theirs. On the loop.
final class Lwm2mSession implements Lwm2mListener, BearerListener {
  /// Where the registration stands.
  enum State {
    NOT_REGISTERED(0),
    REGISTERING(1),
    REGISTERED(2),
    DEREGISTERING(3);

    private final int number;

    State(int number) {
      this.number = number;
    }

    /// `<state>` of `QLWSTATUS`.
    int number() {
      return number;
    }
  }

  /// What a report that was not acknowledged prints; any number but 0 would do.
  private static final int UNACKNOWLEDGED = 1;

  private final Baseband module;
  private final Lwm2mStore store;
  private final MessageCache cache;
  private final SessionMemory dtlsMemory = new SessionMemory();
  private final Map<Lwm2mPath, Lwm2mValue> lastValues = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private State state = State.NOT_REGISTERED;
  private Set<Lwm2mPath> announced = Set.of();
  private Optional<ServerConnection> connection = Optional.empty();
  private Optional<Lwm2mClient> client = Optional.empty();
  private Duration lifetime = Duration.ZERO;
  private Lane.Later renewal = () -> {};

  Lwm2mSession(Baseband module, Lwm2mStore store, MessageCache cache) {
    this.module = module;
    this.store = store;
    this.cache = cache;
    module.radio().listen(this);
  }

  State state() {
    return state;
  }

  // What the host asks for.

  /// Connects and registers; the result comes by `+QLWREG`.
  void register(ServerConfig config) {
    state = State.REGISTERING;
    Lwm2mOptions options = store.options();
    if (!options.sessionResumption()) {
      dtlsMemory.forget();
    }
    Radio.Hold awake = module.radio().hold();
    connection =
        Optional.of(
            ServerConnection.open(
                module,
                config,
                dtlsMemory,
                options.retransmission(),
                opened -> {
                  awake.release();
                  opened(opened, config);
                }));
  }

  private void opened(ServerConnection.Opened opened, ServerConfig config) {
    switch (opened) {
      case ServerConnection.Opened.Failed(int number) -> {
        drop();
        print("+QLWREG: " + number);
      }
      case ServerConnection.Opened.Ready(var datagrams) -> {
        lifetime = config.lifetime();
        Lwm2mSettings settings =
            new Lwm2mSettings(
                config.endpoint(), lifetime, Binding.U, store.options().retransmission());
        Lwm2mClient fresh =
            new Lwm2mClient(datagrams, module.loop(), settings, this::facts, this, random);
        client = Optional.of(fresh);
        announced = store.objects().resources();
        Radio.Hold awake = module.radio().hold();
        fresh.register(
            announced,
            result -> {
              awake.release();
              registered(result);
            });
      }
    }
  }

  private void registered(Lwm2mResult result) {
    if (result instanceof Lwm2mResult.Done) {
      state = State.REGISTERED;
      renewLater(lifetime);
    } else {
      drop();
    }
    print("+QLWREG: " + ResultNumbers.of(result));
    objectsChanged();
  }

  /// Renews the registration; the result comes by `+QLWUPDATE`.
  ///
  /// @return whether it could be sent
  boolean update(Optional<Duration> newLifetime, Optional<Binding> binding) {
    lifetime = newLifetime.orElse(lifetime);
    Radio.Hold awake = module.radio().hold();
    int[] mid = {0};
    OptionalInt sent =
        client
            .map(c ->
                c.update(
                    newLifetime,
                    binding,
                    result -> {
                      awake.release();
                      updated(result);
                      print("+QLWUPDATE: " + ResultNumbers.of(result) + "," + mid[0]);
                    }))
            .orElse(OptionalInt.empty());
    sent.ifPresentOrElse(id -> mid[0] = id, awake::release);
    return sent.isPresent();
  }

  private void updated(Lwm2mResult result) {
    if (ResultNumbers.forgotten(result)) {
      drop();
    } else if (result instanceof Lwm2mResult.Done) {
      renewLater(lifetime);
    }
  }

  /// Leaves the server; the result comes by `+QLWDEREG`. Whatever it is, the registration is over.
  void deregister() {
    state = State.DEREGISTERING;
    renewal.cancel();
    Radio.Hold awake = module.radio().hold();
    client.ifPresent(c ->
        c.deregister(result -> {
          awake.release();
          drop();
          cache.clear();
          print("+QLWDEREG: " + ResultNumbers.of(result));
        }));
  }

  /// Answers a request of the server.
  ///
  /// @return whether one with this id waits and the answer fits it
  boolean answer(int mid, Lwm2mAnswer answer) {
    boolean sent = client.isPresent() && client.get().answer(mid, answer);
    if (sent && answer instanceof Lwm2mAnswer.Content(Lwm2mPath path, Lwm2mValue value)) {
      lastValues.put(path, value);
    }
    return sent;
  }

  /// Whether the server observes this resource.
  boolean observed(Lwm2mPath path) {
    return state == State.REGISTERED && client.isPresent() && client.get().observed(path);
  }

  /// Reports a value; what comes of it is told by codes.
  ///
  /// @return whether it could be sent
  boolean report(Lwm2mPath path, Lwm2mValue value, boolean confirmable, Assistance assistance) {
    if (client.isEmpty()) {
      return false;
    }
    module.radio().assist(assistance);
    Radio.Hold awake = module.radio().hold();
    int[] id = {0};
    OptionalInt mid =
        client
            .get()
            .report(
                path,
                value,
                confirmable,
                result -> {
                  awake.release();
                  int number =
                      result instanceof Lwm2mResult.Done ? ResultNumbers.DONE : UNACKNOWLEDGED;
                  print("+QLWURC: \"report_ack\"," + number + "," + id[0]);
                });
    if (mid.isEmpty() || !confirmable) {
      awake.release();
    }
    if (mid.isEmpty()) {
      return false;
    }
    id[0] = mid.getAsInt();
    lastValues.put(path, value);
    if (confirmable) {
      print("+QLWURC: \"report\"," + id[0]);
    }
    print("+QLWNOTIFY: 0");
    return true;
  }

  /// The host's objects are others now: the server is told, if there is one.
  void objectsChanged() {
    Set<Lwm2mPath> now = store.objects().resources();
    if (state != State.REGISTERED || now.equals(announced)) {
      return;
    }
    announced = now;
    client.ifPresent(c -> c.updateResources(now, this::updated));
  }

  /// `lifetime_enable` is another one.
  void lifetimeUpdatesChanged() {
    if (state == State.REGISTERED) {
      renewLater(lifetime);
    }
  }

  /// Ends everything without a word to anyone.
  void drop() {
    state = State.NOT_REGISTERED;
    renewal.cancel();
    client.ifPresent(Lwm2mClient::close);
    client = Optional.empty();
    connection.ifPresent(ServerConnection::close);
    connection = Optional.empty();
  }

  /// Factory settings: nothing is remembered either.
  void reset() {
    drop();
    dtlsMemory.forget();
    lastValues.clear();
  }

  /// Renews the registration when nine tenths of its lifetime are over (AEP device protocols, 1.1).
  private void renewLater(Duration whole) {
    renewal.cancel();
    if (store.options().lifetimeUpdates()) {
      renewal = module.loop().after(whole.multipliedBy(9).dividedBy(10), this::renew);
    }
  }

  private void renew() {
    Radio.Hold awake = module.radio().hold();
    OptionalInt sent =
        client
            .map(c ->
                c.update(
                    Optional.empty(),
                    Optional.empty(),
                    result -> {
                      awake.release();
                      updated(result);
                      print("+QLWURC: \"ping\"," + ResultNumbers.of(result));
                      if (result instanceof Lwm2mResult.Silent) {
                        renewLater(lifetime.dividedBy(10));
                      }
                    }))
            .orElse(OptionalInt.empty());
    if (sent.isEmpty()) {
      awake.release();
    }
  }

  private DeviceFacts facts() {
    var settings = module.settings();
    return new DeviceFacts("Quectel", settings.model(), settings.imei(), settings.revision(), -73);
  }

  private void print(String code) {
    module.urcs().send(code);
  }

  // What the server asks for.

  @Override
  public void requested(Lwm2mRequest request) {
    String fields = ServerMessages.fields(request);
    cache.add(fields);
    print("+QLWURC: " + fields);
    if (store.options().autoAck()) {
      switch (request) {
        case Lwm2mRequest.Observe(int mid, Lwm2mPath path) -> answerObservation(mid, path);
        case Lwm2mRequest.CancelObserve(int mid, Lwm2mPath path) -> answerObservation(mid, path);
        case Lwm2mRequest.Read _, Lwm2mRequest.Write _, Lwm2mRequest.Execute _ -> {}
      }
    }
  }

  private void answerObservation(int mid, Lwm2mPath path) {
    Lwm2mPath resource = store.objects().first(path).orElse(path);
    Lwm2mValue value = lastValues.getOrDefault(resource, new Lwm2mValue.Opaque(Bytes.EMPTY));
    answer(mid, new Lwm2mAnswer.Content(resource, value));
  }

  @Override
  public void changed(ServerChange change) {
    if (change instanceof ServerChange.Lifetime(Duration changed)) {
      lifetime = changed;
      renewLater(lifetime);
    }
    ServerMessages.code(change).ifPresent(this::print);
  }

  // What the ground does.

  @Override
  public void detached() {
    drop();
  }

  /// LwM2M uses the default bearer, which a context of its own name does not end.
  @Override
  public void deactivated(int context) {}

  @Override
  public void powerLost() {
    drop();
  }
}
