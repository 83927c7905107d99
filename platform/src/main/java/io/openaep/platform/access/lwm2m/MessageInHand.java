package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.ProtocolThread;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The received message that the protocol thread is handling, as the trace has seen it: whoever
/// learns what becomes of it says so here. Everything that a message causes at once runs in the
/// same task; what a timer does later is no fate of it. On the protocol thread; fates come from
/// anywhere.
final class MessageInHand {
  private final Tap tap;
  private final ProtocolThread protocol;
  private long task = -1;
  private Tap.@Nullable Party party;
  private Tap.@Nullable Message message;
  private Tap.Seen seen = Tap.Seen.FORGOTTEN;

  MessageInHand(Tap tap, ProtocolThread protocol) {
    this.tap = tap;
    this.protocol = protocol;
  }

  /// The next message is handled.
  void take(Tap.Party of, Tap.Message received) {
    task = protocol.taskNumber();
    party = of;
    message = received;
    seen = tap.passed(of, received);
  }

  /// Nobody looks at the next message.
  void skip() {
    task = -1;
  }

  private boolean isInHand() {
    return task == protocol.taskNumber();
  }

  /// Its sender, taken for a stranger, turns out to be this device, which is shown it too.
  void belongsTo(DeviceRef device) {
    if (!isInHand() || message == null || !(party instanceof Tap.Party.Stranger)) {
      return;
    }
    party = new Tap.Party.Device(device);
    seen = tap.belongs(seen, party, message);
  }

  void refused(String kind) {
    if (isInHand()) {
      seen.became("refused: " + kind);
    }
  }

  /// It is being stored.
  void follow(CompletionStage<Receipt> stored) {
    if (!isInHand()) {
      return;
    }
    Tap.Seen followed = seen;
    stored.whenComplete((receipt, failure) -> followed.became(fate(receipt, failure)));
  }

  private static String fate(@Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt == null) {
      return "not stored" + (failure == null ? "" : ": " + failure.getMessage());
    }
    return receipt.words();
  }
}
