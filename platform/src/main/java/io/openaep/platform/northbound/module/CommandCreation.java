package io.openaep.platform.northbound.module;

import io.openaep.platform.command.CommandBatch;
import io.openaep.platform.command.CommandBatch.Row;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.northbound.gateway.Answer;
import io.openaep.platform.northbound.gateway.AnswerKeeper;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.OnDisk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// What every call does that makes commands, one or ten thousand: they are made ready, the answer
/// is made of them, and both are stored in one append. So after a crash the call has happened
/// whole, and its repetition gets that answer, or not at all, and its repetition is carried out.
///
/// @param patience how long a call waits until its append is on disk
record CommandCreation(Commands commands, Duration patience) {
  /// @param told the answer, from what became of each wish; throws {@link CallRefused} if nothing
  ///   is to be stored
  Answer create(List<NewCommand> wanted, AnswerKeeper keeper, Function<List<Row>, Answer> told) {
    try (CommandBatch batch = prepared(wanted)) {
      Answer answer = told.apply(batch.rows());
      CompletionStage<Void> stored = batch.store(keeper.keep(answer));
      keeper.follow(stored);
      var _ = OnDisk.await(stored, patience);
      return answer;
    }
  }

  private CommandBatch prepared(List<NewCommand> wanted) {
    CompletableFuture<CommandBatch> batch = commands.prepare(wanted).toCompletableFuture();
    try {
      return OnDisk.await(batch, patience);
    } catch (CallRefused late) {
      var _ = batch.thenAccept(CommandBatch::close);
      throw CallRefused.http(
          503, "Nothing was stored: the commands were not ready in time. Try again later.");
    }
  }
}
