package io.openaep.platform.access.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.ReferenceCountUtil;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.Source;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One accepted connection, from accept to its last stored word; its {@link Conversation} says what
/// the bytes mean. Runs on the connection's event loop and has no lock; the few methods that other
/// threads call say so.
///
/// Messages are handled one at a time, as long as nothing speaks against it: a login that is being
/// stored, too many answers due, or a peer that does not read. Then the connection waits and is not
/// read from either. What arrived before the peer closed is handled to the end; only then is the
/// device gone. What arrived before *we* close is dropped: it was never acknowledged.
///
/// Above 300 lines because the states are one machine: parted, each half would have to ask the
/// other. What holds up a device is {@link Intake}'s matter.
public final class DeviceConnection {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceConnection.class);

  private final OpenDoor door;
  private final Channel channel;
  private final Conversation conversation;
  private final InetSocketAddress peer;
  private final String remote;
  private final long number;
  private final Instant acceptedAt;
  private final Answers answers = new Answers(this::onLoop, this::handleWaiting, this::notStored);
  private final CommandInFlight command = new CommandInFlight();
  private final Trail trail;
  private final Intake intake;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private Phase phase = Phase.STRANGER;
  private String who = "-";
  private Optional<Stay> stay = Optional.empty();
  private boolean credentialsHeld;
  private boolean ending;
  private GoneCause cause = GoneCause.CLOSED;

  // Also read by a newer connection of the same device, on another event loop.
  private volatile boolean peerClosed;
  private volatile Instant heardAt;
  private volatile boolean silent = true;

  private enum Phase {
    STRANGER,
    ASKING,
    ENTERING,
    ONLINE,
    OVER
  }

  public DeviceConnection(
      Channel channel, OpenDoor door, Function<DeviceConnection, Conversation> protocol) {
    this.door = door;
    this.channel = channel;
    this.peer = (InetSocketAddress) channel.remoteAddress();
    this.remote = Remote.text(peer);
    this.trail = new Trail(door, remote);
    this.number = ThreadLocalRandom.current().nextLong();
    this.acceptedAt = door.now();
    this.heardAt = acceptedAt;
    this.conversation = protocol.apply(this);
    Room room = new Room(door.ports().uplinks(), this::onLoop, this::handleWaiting);
    this.intake = new Intake(door, channel, conversation, answers, room, this::mayHandle);
  }

  /// The last handler of the channel's pipeline.
  public ChannelHandler handler() {
    return new ConnectionHandler(this);
  }

  // What a conversation asks and does.

  public OpenDoor door() {
    return door;
  }

  public Channel channel() {
    return channel;
  }

  InetSocketAddress peer() {
    return peer;
  }

  String remote() {
    return remote;
  }

  /// Whether nobody has been let in on this connection yet.
  public boolean isStranger() {
    return phase == Phase.STRANGER;
  }

  /// A whole message is being handled: a sign of life, the time it is stored with, and a line in
  /// the trace. Call {@link #claims} before, if the message says who it is from.
  ///
  /// @param raw its bytes, secrets replaced; asked for only if somebody looks
  /// @param words see {@link io.openaep.platform.access.Tap.Message}
  public void heard(Supplier<Bytes> raw, Supplier<String> words) {
    heardAt = door.now();
    trail.in(stay.map(it -> it.source().device()), who, raw, words);
  }

  /// Shows the trace a message that is about to leave.
  public void tells(Supplier<Bytes> raw, Supplier<String> words) {
    trail.out(stay.map(it -> it.source().device()), who, raw, words);
  }

  /// Asks something that may wait for the disk, such as who a peer is, on another thread. Nothing
  /// more is handled until the answer is there.
  public <T> void ask(Supplier<T> question, Consumer<T> then) {
    phase = Phase.ASKING;
    door.asking()
        .execute(() -> {
          try {
            T answer = question.get();
            onLoop(() -> answered(answer, then));
          } catch (RuntimeException fault) {
            onLoop(() -> broken(fault));
          }
        });
  }

  private <T> void answered(T answer, Consumer<T> then) {
    if (!ending) {
      phase = Phase.STRANGER;
      then.accept(answer);
      handleWaiting();
    }
  }

  /// What the peer calls itself, for logs; not verified.
  public void claims(String deviceId) {
    who = deviceId;
  }

  /// Lets the device in if it may take the place of an older session. Nothing more is handled until
  /// the login is stored; then `welcome` runs, which answers it.
  ///
  /// @param lifetime MQTT's keepalive, where there is one
  /// @param changes stored with the login
  /// @param yields whether an older session of the device gives way
  /// @return whether the device is let in; if not, the caller answers and ends
  public boolean admit(
      DeviceProfile profile,
      Optional<Duration> lifetime,
      List<SessionChange> changes,
      Predicate<StreamSession> yields,
      Runnable welcome) {
    credentialsHeld = true;
    stay = Stay.begin(this, profile, heardAt, lifetime, changes, yields);
    stay.ifPresent(it -> {
      phase = Phase.ENTERING;
      door.strangers().left(this);
      answers.owe(it.stored(), receipt -> enter(it, welcome));
    });
    return stay.isPresent();
  }

  /// Stores application data; `answer` runs when it is on disk and everything due before is
  /// answered.
  ///
  /// @param topic the MQTT topic, or empty
  /// @param confirmable whether the device waits for an acknowledgement
  /// @param repeat what to recognise the message by if the device sends it again
  public void report(
      String topic,
      Bytes payload,
      boolean confirmable,
      Optional<RepeatKey> repeat,
      Consumer<Receipt> answer) {
    var _ = report(topic, payload, confirmable, repeat, List.of(), List.of(), answer);
  }

  /// The same with the user properties of MQTT 5.0, and with changes of the session in the same
  /// transaction; completes when it is stored.
  public CompletionStage<Receipt> report(
      String topic,
      Bytes payload,
      boolean confirmable,
      Optional<RepeatKey> repeat,
      List<SessionChange> changes,
      List<UserProperty> user,
      Consumer<Receipt> answer) {
    Inbound.Report report =
        stay.orElseThrow().report(heardAt, topic, payload, confirmable, repeat, changes, user);
    CompletionStage<Receipt> stored = trail.follow(door.ports().uplinks().store(report));
    answers.owe(stored, answer);
    return stored;
  }

  /// How a device that is let in on this connection is called in the journal.
  public Source sourceOf(DeviceRef device) {
    return new Source(device, door.door(), number, remote);
  }

  /// Runs `answer` when `stored` is on disk and all due before is answered.
  public void inTurn(CompletionStage<Receipt> stored, Consumer<Receipt> answer) {
    answers.owe(stored, answer);
  }

  /// Runs `step` once everything that came before it is stored and answered.
  public void inTurn(Runnable step) {
    answers.then(step);
  }

  /// Writes a message or bytes; if that fails the connection is over and says so itself.
  public void write(Object message) {
    var _ = channel.writeAndFlush(message);
  }

  /// The peer broke a rule: counted, logged, closed.
  ///
  /// @param kind a fixed word for the metric
  /// @param reason a sentence for people, without secrets
  public void refuse(String kind, String reason) {
    if (ending) {
      return;
    }
    trail.refused(kind);
    door.ports().refusals().refused(door.door(), kind, who, remote, reason);
    end(GoneCause.PROTOCOL_ERROR);
  }

  /// Closes the connection from our side. What was written before still leaves.
  public void end(GoneCause why) {
    if (ending) {
      return;
    }
    ending = true;
    cause = why;
    answers.drop();
    conversation.discard();
    if (peerClosed) {
      finish();
    } else {
      conversation.goodbye(why);
      var _ = channel.close();
    }
  }

  /// The command's first byte is to leave now.
  ///
  /// @return whether it may; if not, the command has ended
  public boolean commandLeaves() {
    return command.leaving(door.now());
  }

  public void commandEnds(SendOutcome outcome) {
    command.settle(outcome);
  }

  // What other threads ask for.

  /// Ends the connection.
  void close(GoneCause why) {
    onLoop(() -> end(why));
  }

  /// Ends the connection for another one's sake, unless somebody is logging in on it just now.
  void giveWay(String why) {
    onLoop(() -> {
      if (phase == Phase.STRANGER) {
        refuse("gave_way", why);
      }
    });
  }

  /// Whether nothing has arrived on it yet.
  boolean isSilent() {
    return silent;
  }

  /// Runs `task` on the event loop; a fault in it ends this connection, nothing else.
  ///
  /// @throws java.util.concurrent.RejectedExecutionException once the event loops are closed
  void onLoop(Runnable task) {
    channel.eventLoop().execute(() -> guard(task));
  }

  /// Completes when the connection is closed and its end told. Never fails.
  CompletionStage<Void> over() {
    return over;
  }

  boolean heardSince(Instant since) {
    return !peerClosed && !heardAt.isBefore(since);
  }

  // What happens to it, on the event loop.

  void arrived(Object message) {
    silent = false;
    if (ending) {
      ReferenceCountUtil.release(message);
    } else {
      conversation.take(message);
      handleWaiting();
    }
  }

  void closed() {
    peerClosed = true;
    if (ending) {
      finish();
    } else {
      handleWaiting();
    }
  }

  /// The peer reset the connection, or the network did: no news beyond its end.
  void reset(IOException fault) {
    LOG.debug("reset door={} device={} remote={}", door.word(), who, remote, fault);
    end(GoneCause.CLOSED);
  }

  /// The top of everything that runs here outside the pipeline.
  void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException fault) {
      broken(fault);
    }
  }

  /// A fault of ours: the connection ends, nothing is acknowledged.
  void broken(Throwable fault) {
    LOG.error("fault door={} device={} remote={}", door.word(), who, remote, fault);
    end(GoneCause.CLOSED);
  }

  void command(Downlink downlink, CompletableFuture<SendOutcome> outcome) {
    if (ending || peerClosed) {
      outcome.complete(new SendOutcome.NotSent("the connection is closed"));
    } else if (command.begin(
        outcome,
        conversation.commandPatience().plus(downlink.patience()),
        downlink.leavesBefore())) {
      answers.then(() -> conversation.write(downlink));
    }
  }

  void checkDeadlines(Instant now) {
    if (ending || peerClosed) {
      return;
    }
    switch (phase) {
      case STRANGER -> {
        Duration timeout = door.loginTimeout(peer.getAddress());
        if (!now.isBefore(acceptedAt.plus(timeout))) {
          refuse("login_timeout", "no login within " + timeout.toSeconds() + " s");
        }
      }
      case ASKING, ENTERING, OVER -> {}
      case ONLINE -> checkOnline(now);
    }
  }

  /// Handles what waits, for as long as it may, and reads on or stops reading accordingly.
  void handleWaiting() {
    if (intake.isHandling() || ending) {
      return;
    }
    boolean drained = intake.drain();
    if (ending) {
      return;
    }
    if (!peerClosed) {
      intake.read(drained, phase == Phase.ONLINE);
    } else if (drained) {
      finish();
    }
  }

  private boolean mayHandle() {
    return !ending
        && phase != Phase.ASKING
        && phase != Phase.ENTERING
        && (peerClosed || channel.isWritable());
  }

  private void enter(Stay entered, Runnable welcome) {
    phase = Phase.ONLINE;
    LOG.info(
        "online door={} device={} remote={} replaces={}",
        door.word(),
        who,
        remote,
        entered.older().map(Source::remote).orElse("-"));
    welcome.run();
  }

  private void checkOnline(Instant now) {
    if (command.expired(now) && conversation.recall()) {
      command.settle(new SendOutcome.Overdue());
    }
    if (intake.isHeldUp()) {
      // It is not being read from, so its silence says nothing: an answer may lie there unread.
      heardAt = now;
      command.excuse(now);
    } else if (command.overdue(now)) {
      command.abandon(
          "no answer in time, so the connection was closed", conversation.resendsCommands());
      end(GoneCause.UNRESPONSIVE);
    } else if (conversation
        .silenceLimit()
        .map(limit -> !now.isBefore(heardAt.plus(limit)))
        .orElse(false)) {
      end(GoneCause.SILENT);
    }
  }

  private void notStored(Throwable failure) {
    Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
    if (reason instanceof NotStored) {
      String text = String.valueOf(reason.getMessage());
      door.ports().refusals().refused(door.door(), "not_stored", who, remote, text);
    } else {
      LOG.error("append failed door={} device={}", door.word(), who, reason);
    }
    if (phase == Phase.ENTERING) {
      stay.ifPresent(Stay::notStored);
    }
    end(GoneCause.NOT_STORED);
  }

  private void finish() {
    if (phase == Phase.OVER) {
      return;
    }
    phase = Phase.OVER;
    ending = true;
    answers.drop();
    conversation.discard();
    command.abandon("the connection ended: " + cause, conversation.resendsCommands());
    LOG.info("closed door={} device={} remote={} cause={}", door.word(), who, remote, cause);
    door.ended(cause).increment();
    if (stay.isPresent()) {
      Instant now = door.now();
      stay.get()
          .end(now, cause, conversation.parting(cause, now))
          .whenComplete((nothing, never) -> over.complete(null));
      conversation.parted(cause, now);
    } else {
      countStranger();
      over.complete(null);
    }
  }

  private void countStranger() {
    boolean ours = cause == GoneCause.PLATFORM_STOPPED || cause == GoneCause.NOT_STORED;
    if (!credentialsHeld && !ours) {
      door.strangerFailed(peer.getAddress(), who, remote);
    }
  }
}
