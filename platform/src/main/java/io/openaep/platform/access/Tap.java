package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.util.function.Supplier;

/// Sees what passes the doors, message by message, so that people can be shown it. Filled by
/// `trace`. Thread-safe; every call returns at once and never fails: what there is no room for is
/// forgotten, and a door behaves the same whether anybody looks or not.
///
/// Whoever calls it has replaced every secret in the bytes (特征串, key, password) before.
public interface Tap {
  /// For tests and for doors nobody looks at.
  Tap BLIND =
      new Tap() {
        @Override
        public boolean looksAt(Party party) {
          return false;
        }

        @Override
        public Seen passed(Party party, Message message) {
          return Seen.FORGOTTEN;
        }

        @Override
        public void refused(Party party, Door door, String remote, String reason) {
          // nobody looks
        }

        @Override
        public void ignored(Party party, Door door, String remote, String what, String reason) {
          // nobody looks
        }

        @Override
        public void noted(Party party, Door door, String remote, String what) {
          // nobody looks
        }
      };

  /// Whether a message of this party would be kept: asked first where making its bytes or words
  /// costs something.
  boolean looksAt(Party party);

  /// A datagram, packet or frame has come in or is about to leave.
  ///
  /// @return to say what became of it
  Seen passed(Party party, Message message);

  /// The sender of a message, taken for a stranger, turns out to be a device, which is shown the
  /// same message.
  ///
  /// @param seen what {@link #passed} gave for the stranger
  default Seen belongs(Seen seen, Party device, Message message) {
    Seen own = passed(device, message);
    return fate -> {
      seen.became(fate);
      own.became(fate);
    };
  }

  /// Somebody or something was refused; called by {@link Refusals}, so doors need not.
  ///
  /// @param reason in plain words, without secrets
  void refused(Party party, Door door, String remote, String reason);

  /// Something that was taken and stored turned out to count for nothing: told when that is found
  /// out, a moment after its message has {@link #passed}.
  ///
  /// @param what it was, such as `response with taskId 7`
  /// @param reason in plain words
  void ignored(Party party, Door door, String remote, String what, String reason);

  /// The platform has found something out that is the fate of no message.
  ///
  /// @param what in plain words, such as `not observed, will be asked again: …`
  void noted(Party party, Door door, String remote, String what);

  /// Who is at the other end.
  sealed interface Party {
    /// A device that was let in.
    record Device(DeviceRef ref) implements Party {}

    /// Somebody who has not been let in, by what it calls itself: client id, endpoint, PSK
    /// identity, TCP device id; `@` and the address without port if it has not said anything.
    record Stranger(String name) implements Party {
      /// @param claimed what the peer calls itself; empty or `-` if nothing is known
      /// @param remote `address:port`
      public static Stranger of(String claimed, String remote) {
        boolean nameless = claimed.isEmpty() || claimed.equals("-");
        return new Stranger(
            nameless ? "@" + remote.substring(0, Math.max(remote.lastIndexOf(':'), 0)) : claimed);
      }
    }
  }

  /// Seen from the platform.
  enum Direction {
    /// From the device.
    IN,
    /// To the device.
    OUT
  }

  /// One message on the wire, decrypted where the transport encrypts.
  ///
  /// @param remote `address:port` of the other end
  /// @param raw the bytes, with secrets replaced by as many `*`
  /// @param words what it means, for people; asked for later, on another thread, and only if
  ///   somebody looks, so it must depend on nothing that changes
  record Message(
      Direction direction, Door door, String remote, Bytes raw, Supplier<String> words) {}

  /// A message that was seen.
  @FunctionalInterface
  interface Seen {
    Seen FORGOTTEN = _ -> {};

    /// What became of it, such as `stored at 1234` or `refused: …`; the last word stays.
    void became(String fate);
  }
}
