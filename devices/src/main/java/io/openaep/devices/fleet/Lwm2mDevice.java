package io.openaep.devices.fleet;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Impairment;
import io.openaep.devices.link.dtls.DtlsDatagrams;
import io.openaep.devices.link.dtls.DtlsResult;
import io.openaep.devices.link.dtls.PskSecret;
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
import io.openaep.devices.link.lwm2m.Retransmission;
import io.openaep.devices.link.lwm2m.ServerChange;
import io.openaep.wire.Bytes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A device on LwM2M, plain or over DTLS-PSK with Connection ID: registers, waits to be observed,
/// notifies, answers writes (AEP device protocols, section 1). After a new address a plain device
/// updates its registration first; one on DTLS is known by its Connection ID.
final class Lwm2mDevice implements FleetDevice, Lwm2mListener {
  private static final Lwm2mPath UPLINK = Lwm2mPath.of(19, 0, 0);
  private static final Lwm2mPath DOWNLINK = Lwm2mPath.of(19, 1, 0);
  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final DtlsDatagrams.Patience PATIENCE =
      new DtlsDatagrams.Patience(Duration.ofSeconds(2), Duration.ofSeconds(60));

  /// How long a device that sleeps listens after its report (T3324).
  private static final Duration ACTIVE_TIME = Duration.ofSeconds(1);

  private final FleetLane lane;
  private final FleetPlan plan;
  private final Enrolled identity;
  private final FleetSocket socket;
  private final RandomGenerator random;
  private final Watcher watcher;
  private final Awake awake;
  private Optional<Lwm2mClient> client = Optional.empty();
  private boolean observed;
  private int open;
  private int rests;

  Lwm2mDevice(
      FleetLane lane,
      FleetPlan plan,
      Enrolled identity,
      InetSocketAddress platform,
      RandomGenerator random,
      Awake awake,
      Watcher watcher) {
    this.lane = lane;
    this.plan = plan;
    this.identity = identity;
    this.socket = new FleetSocket(lane, platform, awake);
    this.awake = awake;
    this.random = random;
    this.watcher = watcher;
  }

  @Override
  public boolean mayWake() {
    return socket.isOpen() || awake.hasRoom();
  }

  @Override
  public void connect() {
    socket.open();
    Datagrams air = impairment().over(socket, lane);
    if (plan.protocol() == FleetProtocol.LWM2M) {
      register(air);
      return;
    }
    PskSecret secret = new PskSecret(identity.number(), Bytes.utf8(identity.secret()));
    var layers = new Datagrams[1];
    layers[0] =
        DtlsDatagrams.connect(
            air,
            lane,
            secret,
            SessionMemory.keeping(),
            PATIENCE,
            result -> {
              if (result instanceof DtlsResult.Connected) {
                register(layers[0]);
              } else {
                watcher.lost(result.toString());
              }
            });
  }

  private Impairment impairment() {
    FleetAir air = plan.air();
    return new Impairment(
        air.lossPercent(),
        air.delay().multipliedBy(2),
        air.duplicatePercent(),
        air.reorderPercent(),
        random.nextLong());
  }

  private void register(Datagrams link) {
    Lwm2mSettings settings =
        new Lwm2mSettings(
            identity.number(),
            LIFETIME,
            plan.sleeps() ? Binding.UQ : Binding.U,
            Retransmission.DEFAULT);
    DeviceFacts facts = new DeviceFacts("OpenAEP", "fleet", identity.number(), "1", -70);
    Lwm2mClient fresh = new Lwm2mClient(link, lane, settings, () -> facts, this, random);
    client = Optional.of(fresh);
    Set<Lwm2mPath> resources = new LinkedHashSet<>();
    resources.add(UPLINK);
    resources.add(DOWNLINK);
    fresh.register(
        resources,
        result -> {
          if (!(result instanceof Lwm2mResult.Done)) {
            watcher.lost("registration: " + result);
          }
        });
  }

  @Override
  public void requested(Lwm2mRequest request) {
    Lwm2mAnswer answer =
        switch (request) {
          case Lwm2mRequest.Observe _, Lwm2mRequest.Read _, Lwm2mRequest.CancelObserve _ ->
              new Lwm2mAnswer.Content(UPLINK, new Lwm2mValue.Opaque(Bytes.EMPTY));
          case Lwm2mRequest.Write _, Lwm2mRequest.Execute _ -> new Lwm2mAnswer.Changed();
        };
    client.ifPresent(it -> it.answer(request.mid(), answer));
    if (request instanceof Lwm2mRequest.Observe && !observed) {
      observed = true;
      sleepSoon();
      watcher.connected();
    }
  }

  @Override
  public void changed(ServerChange change) {
    // The fleet's rhythm is the plan's, not the server's.
  }

  @Override
  public void report(int number, byte[] payload) {
    boolean slept = !socket.isOpen();
    boolean moves = slept || random.nextDouble(100) < plan.air().rebindPercent();
    if (moves) {
      socket.open();
    }
    open++;
    if (moves && plan.protocol() == FleetProtocol.LWM2M) {
      client
          .orElseThrow()
          .update(Optional.empty(), Optional.empty(), (_, _) -> send(number, payload));
    } else {
      send(number, payload);
    }
  }

  private void send(int number, byte[] payload) {
    boolean confirmable = plan.acknowledgement() == Acknowledgement.ONCE;
    OptionalInt mid =
        client
            .orElseThrow()
            .report(
                UPLINK,
                new Lwm2mValue.Opaque(Bytes.wrap(payload)),
                confirmable,
                (_, result) -> ended(number, result instanceof Lwm2mResult.Done));
    if (mid.isEmpty()) {
      ended(number, false);
    } else if (!confirmable) {
      rest();
    }
  }

  private void ended(int number, boolean acknowledged) {
    rest();
    if (acknowledged) {
      watcher.acknowledged(number);
    } else {
      watcher.unanswered(number);
    }
  }

  /// The last open report is over: a device that sleeps may fall asleep.
  private void rest() {
    open--;
    sleepSoon();
  }

  private void sleepSoon() {
    if (plan.sleeps() && open == 0) {
      int rest = ++rests;
      lane.after(
          ACTIVE_TIME,
          () -> {
            if (open == 0 && rest == rests) {
              socket.close();
            }
          });
    }
  }

  @Override
  public void flush() {
    // Every datagram leaves by itself.
  }

  @Override
  public void close() {
    client.ifPresent(Lwm2mClient::close);
    client = Optional.empty();
    socket.close();
  }
}
