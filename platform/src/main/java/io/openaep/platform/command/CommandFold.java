package io.openaep.platform.command;

import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.Recorded;
import java.util.List;
import java.util.function.Consumer;

/// The tail's end of the command package: folds a batch into the store, then tells the dispatcher.
/// Runs on the tail's thread.
///
/// @param then gets each batch once it is committed
record CommandFold(CommandStore store, Consumer<List<Recorded>> then) implements Fold {
  @Override
  public String name() {
    return "command";
  }

  @Override
  public long position() {
    return store.position();
  }

  @Override
  public void fold(List<Recorded> batch) {
    store.fold(batch);
    then.accept(batch);
  }
}
