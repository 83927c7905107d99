package io.openaep.platform.access.socket;

import io.netty.channel.Channel;
import java.util.function.BooleanSupplier;

/// The way of what arrives on one connection: handled one message at a time, for as long as nothing
/// speaks against it (too many answers due, no room in the journal, or what the connection itself
/// says); meanwhile the connection is not read from, so that the device waits instead of us. Lives
/// on the connection's event loop.
final class Intake {
  private final OpenDoor door;
  private final Channel channel;
  private final Conversation conversation;
  private final Answers answers;
  private final Room room;
  private final BooleanSupplier allowed;
  private boolean handling;

  /// @param allowed whether the connection's own state lets the next message be handled
  Intake(
      OpenDoor door,
      Channel channel,
      Conversation conversation,
      Answers answers,
      Room room,
      BooleanSupplier allowed) {
    this.door = door;
    this.channel = channel;
    this.conversation = conversation;
    this.answers = answers;
    this.room = room;
    this.allowed = allowed;
  }

  /// Whether it was asked from within a message that is being handled.
  boolean isHandling() {
    return handling;
  }

  /// Handles what waits, for as long as it may.
  ///
  /// @return whether no whole message is left
  boolean drain() {
    boolean drained = false;
    handling = true;
    try {
      while (!drained && mayHandle()) {
        drained = !conversation.handleNext();
      }
    } finally {
      handling = false;
    }
    return drained;
  }

  private boolean mayHandle() {
    return allowed.getAsBoolean() && !answersLag() && room.isThere();
  }

  private boolean answersLag() {
    return answers.waiting() >= door.config().unansweredLimit();
  }

  /// Whether the device waits for us: then its silence says nothing.
  boolean isHeldUp() {
    return room.isAwaited() || answersLag();
  }

  /// Reads on, or stops reading.
  ///
  /// @param counts whether a stop is worth a count: a login that is looked up is not
  void read(boolean on, boolean counts) {
    if (!on && counts && channel.config().isAutoRead()) {
      door.readingStopped().increment();
    }
    channel.config().setAutoRead(on);
  }
}
