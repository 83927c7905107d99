package io.openaep.platform.northbound.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A served function: what it does, and how a repetition of it is recognised.
public sealed interface Operation {
  /// Changes nothing; asked again it is done again.
  record Read(Handler handler) implements Operation {}

  /// Changes something: the same signed request again gets the first answer. That it has begun is
  /// stored before, and its answer after: a crash in between leaves a call of which nobody knows.
  record Write(Handler handler) implements Operation {}

  /// Changes something by one append to the journal, of which its answer is a part: after a crash
  /// it has happened and its repetition gets the first answer, or it has not and is carried out.
  record Append(AppendHandler handler) implements Operation {}

  /// Answers one checked call with the whole envelope.
  @FunctionalInterface
  interface Handler {
    /// @throws CallRefused when the caller is wrong
    Map<String, @Nullable Object> handle(Call call);
  }

  /// The same by one append.
  @FunctionalInterface
  interface AppendHandler {
    /// @param keeper gives what is to be stored with the effect; one that did nothing need not ask
    /// @throws CallRefused when the caller is wrong
    Answer handle(Call call, AnswerKeeper keeper);
  }

  static Operation read(Handler handler) {
    return new Read(handler);
  }

  static Operation write(Handler handler) {
    return new Write(handler);
  }

  static Operation append(AppendHandler handler) {
    return new Append(handler);
  }
}
