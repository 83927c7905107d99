package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.dtls.SessionMemory;
import io.openaep.devices.link.lwm2m.Binding;
import io.openaep.devices.link.lwm2m.BootstrapClient;
import io.openaep.devices.link.lwm2m.BootstrapResult;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The registration and what goes over it, with the codes that tell the host (AT reference, 7.3,
/// 7.4). Tells the host by codes only; what the commands themselves answer is theirs. On the loop.
final class Lwm2mSession implements Lwm2mListener, BearerListener {
  /// What a report that was not acknowledged prints; any number but 0 would do.
  private static final int UNACKNOWLEDGED = 1;

  private final Baseband module;
  private final Lwm2mStore store;
  private final MessageCache cache;
  private final SessionMemory dtlsMemory = SessionMemory.keeping();
  private final AutomaticAnswers answers;
  private final Wakefulness awake;
  private final SecureRandom random = new SecureRandom();
  private RegistrationState state = RegistrationState.NOT_REGISTERED;
  private Set<Lwm2mPath> announced = Set.of();
  private Optional<ServerConnection> connection = Optional.empty();
  private Optional<Lwm2mClient> client = Optional.empty();
  private Optional<BootstrapClient> bootstrap = Optional.empty();
  private Duration lifetime = Duration.ZERO;
  private final Renewal renewal;

  Lwm2mSession(Baseband module, Lwm2mStore store, MessageCache cache) {
    this.module = module;
    this.store = store;
    this.cache = cache;
    this.answers = new AutomaticAnswers(store.objects());
    this.awake = new Wakefulness(module.radio());
    this.renewal = new Renewal(module.loop(), this::renew);
    module.radio().listen(this);
  }

  RegistrationState state() {
    return state;
  }

  // What the host asks for.

  /// Connects and registers; the result comes by `+QLWREG`.
  void register(ServerConfig config) {
    state = RegistrationState.REGISTERING;
    Lwm2mOptions options = store.options();
    Runnable release = awake.keep();
    connection =
        Optional.of(
            ServerConnection.open(
                module,
                config,
                options.sessionResumption() ? dtlsMemory : SessionMemory.none(),
                options.retransmission(),
                opened -> {
                  release.run();
                  opened(opened, config);
                }));
  }

  private void opened(ServerConnection.Opened opened, ServerConfig config) {
    switch (opened) {
      case ServerConnection.Opened.Failed(int number) -> {
        drop();
        print("+QLWREG: " + number);
      }
      case ServerConnection.Opened.Ready(var datagrams) when config.bootstrap() -> {
        Runnable release = awake.keep();
        BootstrapClient asking =
            new BootstrapClient(datagrams, module.loop(), settings(config), random);
        bootstrap = Optional.of(asking);
        asking.run(result -> {
          release.run();
          bootstrapped(result, config);
        });
      }
      case ServerConnection.Opened.Ready(var datagrams) -> {
        lifetime = config.lifetime();
        Lwm2mClient fresh =
            new Lwm2mClient(datagrams, module.loop(), settings(config), this::facts, this, random);
        client = Optional.of(fresh);
        announced = store.objects().resources();
        Runnable release = awake.keep();
        fresh.register(
            announced,
            result -> {
              release.run();
              registered(result);
            });
      }
    }
  }

  private Lwm2mSettings settings(ServerConfig config) {
    return new Lwm2mSettings(
        config.endpoint(), config.lifetime(), Binding.U, store.options().retransmission());
  }

  /// The bootstrap server has named the LwM2M server, or has not (AT reference, 7.4:
  /// `bs_finished`). What it named holds for this registration; the host's configuration stays.
  private void bootstrapped(BootstrapResult result, ServerConfig config) {
    endBootstrap();
    connection.ifPresent(ServerConnection::close);
    connection = Optional.empty();
    switch (result) {
      case BootstrapResult.Done(BootstrapResult.Server server) -> {
        print("+QLWURC: \"bs_finished\",0");
        register(config.named(server));
      }
      case BootstrapResult.Failed(Lwm2mResult failure) -> {
        drop();
        print("+QLWURC: \"bs_finished\"," + ResultNumbers.of(failure));
        print("+QLWREG: " + ResultNumbers.of(failure));
      }
    }
  }

  private void endBootstrap() {
    bootstrap.ifPresent(BootstrapClient::close);
    bootstrap = Optional.empty();
  }

  private void registered(Lwm2mResult result) {
    if (result instanceof Lwm2mResult.Done) {
      state = RegistrationState.REGISTERED;
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
    return update(
        newLifetime,
        binding,
        (mid, result) -> print("+QLWUPDATE: " + ResultNumbers.of(result) + "," + mid));
  }

  private boolean update(
      Optional<Duration> newLifetime, Optional<Binding> binding, Lwm2mClient.Ended then) {
    if (client.isEmpty()) {
      return false;
    }
    Runnable release = awake.keep();
    boolean sent =
        client
            .get()
            .update(
                newLifetime,
                binding,
                (mid, result) -> {
                  release.run();
                  updated(result);
                  then.ended(mid, result);
                });
    if (!sent) {
      release.run();
    }
    return sent;
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
    state = RegistrationState.DEREGISTERING;
    renewal.stop();
    Runnable release = awake.keep();
    client.ifPresent(c ->
        c.deregister(result -> {
          release.run();
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
      answers.remember(path, value);
    }
    return sent;
  }

  /// Whether the server observes this resource.
  boolean observed(Lwm2mPath path) {
    return state == RegistrationState.REGISTERED
        && client.isPresent()
        && client.get().observed(path);
  }

  /// Reports a value; what comes of it is told by codes.
  ///
  /// @return whether it could be sent
  boolean report(Lwm2mPath path, Lwm2mValue value, boolean confirmable, Assistance assistance) {
    if (client.isEmpty()) {
      return false;
    }
    module.radio().assist(assistance);
    Runnable release = awake.keep();
    OptionalInt mid =
        client
            .get()
            .report(
                path,
                value,
                confirmable,
                (id, result) -> {
                  release.run();
                  int number =
                      result instanceof Lwm2mResult.Done ? ResultNumbers.DONE : UNACKNOWLEDGED;
                  print("+QLWURC: \"report_ack\"," + number + "," + id);
                });
    if (mid.isEmpty() || !confirmable) {
      release.run();
    }
    if (mid.isEmpty()) {
      return false;
    }
    answers.remember(path, value);
    if (confirmable) {
      print("+QLWURC: \"report\"," + mid.getAsInt());
    }
    print("+QLWNOTIFY: 0");
    return true;
  }

  /// The host's objects are others now: the server is told, if there is one.
  void objectsChanged() {
    Set<Lwm2mPath> now = store.objects().resources();
    if (state != RegistrationState.REGISTERED || now.equals(announced)) {
      return;
    }
    announced = now;
    client.ifPresent(c -> c.updateResources(now, (_, result) -> updated(result)));
  }

  /// `lifetime_enable` is another one.
  void lifetimeUpdatesChanged() {
    if (state == RegistrationState.REGISTERED) {
      renewLater(lifetime);
    }
  }

  /// Ends everything without a word to anyone.
  void drop() {
    state = RegistrationState.NOT_REGISTERED;
    awake.releaseAll();
    renewal.stop();
    endBootstrap();
    client.ifPresent(Lwm2mClient::close);
    client = Optional.empty();
    connection.ifPresent(ServerConnection::close);
    connection = Optional.empty();
  }

  /// Factory settings: nothing is remembered either.
  void reset() {
    drop();
    dtlsMemory.forget();
    answers.clear();
  }

  private void renewLater(Duration whole) {
    if (store.options().lifetimeUpdates()) {
      renewal.after(whole);
    } else {
      renewal.stop();
    }
  }

  private void renew() {
    update(
        Optional.empty(),
        Optional.empty(),
        (_, result) -> {
          print("+QLWURC: \"ping\"," + ResultNumbers.of(result));
          if (result instanceof Lwm2mResult.Silent) {
            renewLater(lifetime.dividedBy(10));
          }
        });
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
      answers.to(request).ifPresent(answer -> answer(request.mid(), answer));
    }
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
