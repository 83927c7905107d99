package io.openaep.platform.access.socket;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.Tap.Direction;
import io.openaep.platform.access.Tap.Party;
import io.openaep.wire.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one connection shows the trace: its messages, and what became of the one being handled.
/// Lives on the connection's event loop; only fates come from elsewhere.
final class Trail {
  private final OpenDoor door;
  private final String remote;
  private Tap.Seen handled = Tap.Seen.FORGOTTEN;

  Trail(OpenDoor door, String remote) {
    this.door = door;
    this.remote = remote;
  }

  /// A message is being handled.
  ///
  /// @param device whoever has logged in
  /// @param claimed what the peer calls itself
  void in(Optional<DeviceRef> device, String claimed, Supplier<Bytes> raw, Supplier<String> words) {
    handled = show(Direction.IN, device, claimed, raw, words);
  }

  void out(
      Optional<DeviceRef> device, String claimed, Supplier<Bytes> raw, Supplier<String> words) {
    var _ = show(Direction.OUT, device, claimed, raw, words);
  }

  private Tap.Seen show(
      Direction direction,
      Optional<DeviceRef> device,
      String claimed,
      Supplier<Bytes> raw,
      Supplier<String> words) {
    Tap tap = door.ports().tap();
    Party party =
        device.<Party>map(Party.Device::new).orElseGet(() -> Party.Stranger.of(claimed, remote));
    return tap.looksAt(party)
        ? tap.passed(party, new Tap.Message(direction, door.door(), remote, raw.get(), words))
        : Tap.Seen.FORGOTTEN;
  }

  /// The message being handled was refused.
  void refused(String kind) {
    handled.became("refused: " + kind);
  }

  /// The message being handled is being stored.
  CompletionStage<Receipt> follow(CompletionStage<Receipt> stored) {
    Tap.Seen message = handled;
    stored.whenComplete((receipt, failure) -> message.became(fate(receipt, failure)));
    return stored;
  }

  private static String fate(@Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt == null) {
      return "not stored" + (failure == null ? "" : ": " + failure.getMessage());
    }
    return receipt.words();
  }
}
