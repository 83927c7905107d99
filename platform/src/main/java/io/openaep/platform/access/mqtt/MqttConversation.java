package io.openaep.platform.access.mqtt;

import io.netty.buffer.ByteBuf;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.KeptMqttWill;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.socket.Conversation;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.platform.access.socket.FrameMemory;
import io.openaep.platform.access.socket.OpenDoor;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.mqtt.MqttDecoder;
import io.openaep.wire.mqtt.MqttEncoder;
import io.openaep.wire.mqtt.MqttPacket;
import io.openaep.wire.mqtt.MqttPacket.AckType;
import io.openaep.wire.mqtt.MqttPacket.Connect;
import io.openaep.wire.mqtt.MqttProperty;
import io.openaep.wire.mqtt.MqttReason;
import io.openaep.wire.mqtt.MqttVersion;
import io.openaep.wire.mqtt.PropertyWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is said on one connection of the MQTT door (AEP device protocols, section 2; MQTT 3.1,
/// 3.1.1 and 5.0): a CONNECT, then reports by PUBLISH ({@link MqttReports}), commands ({@link
/// MqttCommands}) and subscriptions ({@link MqttSubscriptions}). Retain is let in and without
/// effect. A broken rule closes the connection (3.1.1, 4.8), in MQTT 5.0 with its reason code. Runs
/// on the connection's event loop.
final class MqttConversation implements Conversation {
  private final DeviceConnection connection;
  private final MqttConfig config;
  private final MqttSessions sessions;

  /// Also the inbox: packets stay in it as bytes until they can be handled.
  private final PacketFramer framer;

  private final FrameMemory.Share memory;

  private MqttVersion version = MqttVersion.V3_1_1;
  private Optional<Guest> guest = Optional.empty();
  private Optional<Duration> silenceLimit = Optional.empty();
  private boolean welcomed;
  private boolean saidGoodbye;

  /// Why the connection is refused, for MQTT 5.0.
  private MqttReason fault = MqttReason.UNSPECIFIED;

  private String faultWords = "";

  /// A device that was let in, and what is said with it.
  private record Guest(
      MqttClient client,
      Source source,
      boolean present,
      Duration wantedExpiry,
      MqttReports reports,
      MqttCommands commands,
      MqttSubscriptions subscriptions) {
    MqttSession session() {
      return client.session();
    }
  }

  MqttConversation(DeviceConnection connection, MqttConfig config, MqttSessions sessions) {
    this.connection = connection;
    this.config = config;
    this.sessions = sessions;
    this.framer = new PacketFramer(connection.channel().alloc());
    this.memory = connection.door().ports().memory().share();
  }

  @Override
  public void take(Object arrived) {
    framer.feed((ByteBuf) arrived);
    memory.holds(framer.heldBytes());
  }

  @Override
  public boolean handleNext() {
    var next =
        framer.next(guest.isEmpty() ? config.connectLimitBytes() : config.packetLimitBytes());
    next.ifPresentOrElse(this::handle, this::nothingWhole);
    return next.isPresent();
  }

  private void nothingWhole() {
    memory.holds(framer.heldBytes());
    if (memory.isTooMuch()) {
      String reason = "all connections hold too much of unended packets";
      refuse(MqttReason.QUOTA_EXCEEDED, "too_much_unfinished", reason);
    }
  }

  private void handle(PacketFramer.Framed next) {
    MqttPacket packet =
        switch (next) {
          case PacketFramer.RawPacket(int first, var body) ->
              MqttDecoder.decode(first, body, version);
          case PacketFramer.NoPacket(var why) -> why;
        };
    if (packet instanceof Connect connect && guest.isEmpty()) {
      connection.claims(connect.clientId());
    }
    connection.heard(() -> MqttWords.shown(next, packet), () -> MqttWords.of(packet));
    try {
      handle(packet);
    } catch (DecodeException malformed) {
      refuse(MqttReason.MALFORMED_PACKET, "malformed", malformed.reason());
    } catch (MqttReports.Unacceptable bad) {
      refuse(bad.code(), bad.kind(), String.valueOf(bad.getMessage()));
    } catch (MqttSession.Replaced newer) {
      connection.end(GoneCause.REPLACED);
    }
  }

  private void handle(MqttPacket packet)
      throws DecodeException, MqttReports.Unacceptable, MqttSession.Replaced {
    if (packet instanceof MqttPacket.Broken(MqttReason code, String reason)) {
      refuse(code, kind(code), reason);
      return;
    }
    if (guest.isPresent()) {
      handle(packet, guest.get());
      return;
    }
    if (packet instanceof Connect connect) {
      connect(connect);
    } else if (packet instanceof MqttPacket.UnknownVersion(String name, int level)) {
      String reason = "protocol " + name + " of level " + level + " is not served";
      deny(new MqttLogin.Denied(MqttReason.UNSUPPORTED_VERSION, "version", reason));
    } else {
      refuse(MqttReason.PROTOCOL_ERROR, "no_login", MqttWords.of(packet) + " before CONNECT");
    }
  }

  private void handle(MqttPacket packet, Guest with)
      throws DecodeException, MqttReports.Unacceptable, MqttSession.Replaced {
    switch (packet) {
      case MqttPacket.Publish publish -> with.reports().publish(publish);
      case MqttPacket.Ack(AckType type, int packetId, _) when type == AckType.PUBREL ->
          with.reports().release(packetId);
      case MqttPacket.Ack(AckType type, int packetId, int code) ->
          with.commands()
              .acknowledged(type, packetId, code)
              .ifPresent(bad -> refuse(MqttReason.PROTOCOL_ERROR, "protocol", bad));
      case MqttPacket.Subscribe subscribe -> with.subscriptions().subscribe(subscribe);
      case MqttPacket.Unsubscribe unsubscribe -> with.subscriptions().unsubscribe(unsubscribe);
      case MqttPacket.PingReq _ -> with.client().write(MqttEncoder.pingResp());
      case MqttPacket.Disconnect disconnect -> disconnect(disconnect, with);
      case Connect _, MqttPacket.UnknownVersion _ ->
          refuse(MqttReason.PROTOCOL_ERROR, "protocol", "CONNECT a second time (3.1.0-2)");
      case MqttPacket.Auth _ ->
          refuse(MqttReason.PROTOCOL_ERROR, "protocol", "AUTH without a method (5.0, 4.12.0-6)");
      case MqttPacket.Broken(MqttReason code, String reason) -> refuse(code, kind(code), reason);
    }
  }

  // Coming.

  private void connect(Connect connect) {
    version = connect.version();
    OpenDoor door = connection.door();
    connection.ask(
        () -> MqttLogin.judge(connect, door.door(), door.ports().authenticator(), config),
        judged -> {
          switch (judged) {
            case MqttLogin.Known known -> enter(connect, known);
            case MqttLogin.Denied denied -> deny(denied);
          }
        });
  }

  /// A second connection of a device always takes over (3.1.4-2).
  private void enter(Connect connect, MqttLogin.Known known) {
    var device = known.profile().device();
    Instant now = connection.door().ports().clock().instant();
    Source source = connection.sourceOf(device);
    MqttSessions.Entry entry =
        sessions.enter(device, connect.cleanStart(), known.expiry(), this, now);
    List<SessionChange> changes = new ArrayList<>(entry.changes());
    changes.addAll(
        sessions.wills().succeeded(device, !connect.cleanStart(), now, connection.door().ports()));
    connect
        .will()
        .ifPresent(will -> {
          KeptMqttWill kept = will(source, will);
          sessions.wills().arm(kept);
          changes.add(new SessionChange.SaveMqttWill(kept));
        });
    MqttClient client = MqttClient.of(connection, known.profile(), connect, entry.session(), this);
    long wantedSeconds = connect.properties().number(MqttProperty.SESSION_EXPIRY, 0);
    guest =
        Optional.of(
            new Guest(
                client,
                source,
                entry.present(),
                Duration.ofSeconds(wantedSeconds),
                new MqttReports(client, config),
                new MqttCommands(client, config),
                new MqttSubscriptions(client, config)));
    Optional<Duration> keepAlive =
        Optional.of(Duration.ofSeconds(connect.keepAliveSeconds())).filter(it -> !it.isZero());
    // One and a half times the keepalive (3.1.2-24).
    silenceLimit = keepAlive.map(it -> it.multipliedBy(3).dividedBy(2));
    connection.admit(known.profile(), keepAlive, changes, _ -> true, () -> welcome(guest.get()));
  }

  private static KeptMqttWill will(Source source, MqttPacket.Will will) {
    return new KeptMqttWill(
        source,
        will.topic(),
        will.payload(),
        will.qos(),
        will.retain(),
        Duration.ofSeconds(will.properties().number(MqttProperty.WILL_DELAY, 0)));
  }

  private void welcome(Guest with) {
    welcomed = true;
    PropertyWriter properties = new PropertyWriter();
    Duration expiry = with.session().expiry();
    if (!expiry.equals(with.wantedExpiry())) {
      properties.number(MqttProperty.SESSION_EXPIRY, expiry.toSeconds());
    }
    properties
        .number(MqttProperty.RECEIVE_MAXIMUM, config.unreleasedLimit())
        .number(MqttProperty.MAXIMUM_PACKET_SIZE, config.packetLimitBytes())
        .number(MqttProperty.TOPIC_ALIAS_MAXIMUM, config.topicAliasLimit());
    with.client()
        .write(MqttEncoder.connAck(version, with.present(), MqttReason.SUCCESS, properties));
    with.commands().releaseAgain();
  }

  private void deny(MqttLogin.Denied denied) {
    connAck(denied.code());
    connection.refuse(denied.kind(), denied.reason());
  }

  private void connAck(MqttReason reason) {
    Bytes answer = MqttEncoder.connAck(version, false, reason, new PropertyWriter());
    connection.tells(() -> answer, () -> MqttWords.name(answer) + " " + reason);
    connection.write(MqttClient.buffer(answer));
  }

  // Going.

  private void disconnect(MqttPacket.Disconnect disconnect, Guest with) {
    var expiry = disconnect.properties().number(MqttProperty.SESSION_EXPIRY);
    if (expiry.isPresent()) {
      if (with.wantedExpiry().isZero() && expiry.getAsLong() > 0) {
        refuse(
            MqttReason.PROTOCOL_ERROR,
            "protocol",
            "DISCONNECT wants to keep a session that CONNECT did not (5.0, 3.14.2.2.2)");
        return;
      }
      with.session().expiry(MqttLogin.granted(expiry.getAsLong(), config));
    }
    // Any other reason than 0 wants the will published (5.0, 3.14.4-3).
    saidGoodbye = disconnect.reasonCode() == 0;
    connection.end(GoneCause.LEFT);
  }

  private void refuse(MqttReason code, String kind, String reason) {
    fault = code;
    faultWords = reason;
    connection.refuse(kind, reason);
  }

  /// MQTT 5.0, 3.14.2.1. Before the CONNACK there is only the CONNACK to say it.
  @Override
  public void goodbye(GoneCause cause) {
    if (welcomed) {
      MqttClient client = guest.orElseThrow().client();
      switch (cause) {
        case LEFT -> {}
        case REPLACED -> client.disconnect(MqttReason.SESSION_TAKEN_OVER, "");
        case SILENT -> client.disconnect(MqttReason.KEEP_ALIVE_TIMEOUT, "");
        case PROTOCOL_ERROR -> client.disconnect(fault, faultWords);
        case REMOVED -> client.disconnect(MqttReason.ADMINISTRATIVE_ACTION, "");
        case PLATFORM_STOPPED -> client.disconnect(MqttReason.SERVER_SHUTTING_DOWN, "");
        case NOT_STORED -> client.disconnect(MqttReason.QUOTA_EXCEEDED, "it cannot be stored now");
        case UNRESPONSIVE ->
            client.disconnect(MqttReason.IMPLEMENTATION_SPECIFIC, "a command was not acknowledged");
        case CLOSED -> client.disconnect(MqttReason.UNSPECIFIED, "");
      }
    } else if (guest.isPresent() && cause == GoneCause.NOT_STORED) {
      connAck(MqttReason.SERVER_UNAVAILABLE);
    }
  }

  @Override
  public List<SessionChange> parting(GoneCause cause, Instant at) {
    if (guest.isEmpty()) {
      return List.of();
    }
    Guest with = guest.get();
    List<SessionChange> changes = new ArrayList<>();
    if (cause == GoneCause.REMOVED) {
      sessions.removed(with.source().device().number());
    } else if (welcomed) {
      changes.addAll(with.session().end(this, at));
      if (saidGoodbye) {
        changes.addAll(sessions.wills().disarm(with.source()));
      }
    } else {
      // The login is not on disk: what there was before is.
      boolean ours = with.session().isOwnedBy(this); // a quicker login may have taken it over
      with.session().end(this, at);
      sessions.wills().disarm(with.source());
      if (ours && !with.present()) {
        sessions.forget(with.source().device(), with.session());
      }
    }
    return changes;
  }

  @Override
  public void parted(GoneCause cause, Instant at) {
    guest.ifPresent(with -> {
      sessions.leave(with.source().device(), with.session(), this);
      Duration expiry = with.session().expiry();
      sessions.wills().ended(with.source(), at, expiry, connection.door().ports());
    });
  }

  // The rest of the connection's questions.

  /// The topic is the one that AEP uses, whatever the device subscribed to.
  @Override
  public void write(Downlink command) {
    try {
      guest.orElseThrow().commands().send(command);
    } catch (MqttSession.Replaced newer) {
      connection.end(GoneCause.REPLACED);
    }
  }

  @Override
  public boolean recall() {
    return guest.map(with -> with.commands().recall()).orElse(false);
  }

  @Override
  public Duration commandPatience() {
    return config.ackTimeout();
  }

  @Override
  public boolean resendsCommands() {
    return guest.map(with -> with.session().isKept()).orElse(false);
  }

  @Override
  public Optional<Duration> silenceLimit() {
    return silenceLimit;
  }

  @Override
  public void discard() {
    framer.discard();
    memory.holds(0);
  }

  private static String kind(MqttReason code) {
    if (code == MqttReason.PACKET_TOO_LARGE) {
      return "too_large";
    }
    return code == MqttReason.PROTOCOL_ERROR ? "protocol" : "malformed";
  }
}
