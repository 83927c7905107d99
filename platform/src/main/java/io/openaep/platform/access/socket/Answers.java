package io.openaep.platform.access.socket;

import io.openaep.platform.access.Receipt;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The answers that one connection owes its device, given in the order in which they fell due. An
/// answer for which something must be stored waits for the {@link Receipt}; whatever fell due after
/// it waits behind it. So a heartbeat's answer vouches for all frames before it, PUBACKs keep their
/// order (MQTT 3.1.1, 4.6), and a command leaves only after the uplinks that came before it are
/// answered.
///
/// Lives on the connection's event loop; only the receipts come from elsewhere, through `loop`.
final class Answers {
  private final Executor loop;
  private final Runnable progress;
  private final Consumer<Throwable> failed;
  private final ArrayDeque<Due> due = new ArrayDeque<>(1); // it grows where devices do not wait

  /// One answer and how far it is.
  private static final class Due {
    private State state;

    Due(State state) {
      this.state = state;
    }
  }

  private sealed interface State {
    record Waiting() implements State {}

    record Ready(Runnable answer) implements State {}

    record Failed(Throwable failure) implements State {}
  }

  /// @param progress called after receipts let answers out: there is room for more
  /// @param failed called when the first due answer cannot be given; nothing is answered after it
  Answers(Executor loop, Runnable progress, Consumer<Throwable> failed) {
    this.loop = loop;
    this.progress = progress;
    this.failed = failed;
  }

  /// Runs `answer` with the receipt, after everything that fell due before.
  void owe(CompletionStage<Receipt> stored, Consumer<Receipt> answer) {
    Due entry = new Due(new State.Waiting());
    due.addLast(entry);
    stored.whenComplete(
        (receipt, failure) -> loop.execute(() -> settle(entry, answer, receipt, failure)));
  }

  /// Runs `step` after everything that fell due before; at once if that is nothing.
  void then(Runnable step) {
    due.addLast(new Due(new State.Ready(step)));
    if (due.size() == 1) {
      give();
    }
  }

  int waiting() {
    return due.size();
  }

  /// Forgets what is due; late receipts change nothing.
  void drop() {
    due.clear();
  }

  private void settle(
      Due entry, Consumer<Receipt> answer, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt != null) {
      entry.state = new State.Ready(() -> answer.accept(receipt));
    } else {
      entry.state =
          new State.Failed(
              failure != null ? failure : new IllegalStateException("stored without a receipt"));
    }
    give();
    progress.run();
  }

  private void give() {
    for (Due first = due.peekFirst(); first != null; first = due.peekFirst()) {
      switch (first.state) {
        case State.Waiting _ -> {
          return;
        }
        case State.Ready(Runnable answer) -> {
          due.removeFirst();
          answer.run();
        }
        case State.Failed(Throwable failure) -> {
          due.clear();
          failed.accept(failure);
          return;
        }
      }
    }
  }
}
