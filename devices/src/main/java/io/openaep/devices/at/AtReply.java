package io.openaep.devices.at;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// What a handler answers. Lines are byte strings without framing.
public sealed interface AtReply {
  /// The command is over: information text, then the result.
  record Done(List<String> lines, ResultCode result) implements AtReply {
    public Done {
      lines = List.copyOf(lines);
    }
  }

  /// The command goes on with data that the host sends now.
  ///
  /// @param next called on the loop with what came of it
  record Prompt(DataRequest request, Function<DataResult, AtReply> next) implements AtReply {}

  /// The command takes time; what the host sends meanwhile waits. A stage that fails answers
  /// `ERROR`. It may complete on any thread.
  record Later(CompletionStage<AtReply> reply) implements AtReply {}

  /// `CONNECT`, and from now on bytes pass through to `peer` until either side ends it.
  record Transparent(TransparentPeer peer) implements AtReply {}

  static AtReply ok(String... lines) {
    return new Done(List.of(lines), ResultCode.Basic.OK);
  }

  static AtReply ok(List<String> lines) {
    return new Done(lines, ResultCode.Basic.OK);
  }

  static AtReply error() {
    return of(ResultCode.Basic.ERROR);
  }

  static AtReply error(CmeError error) {
    return of(new ResultCode.Cme(error));
  }

  /// A result without information text.
  static AtReply of(ResultCode result) {
    return new Done(List.of(), result);
  }

  /// `SEND OK` and the like, in the place of `OK`.
  static AtReply vendor(String text) {
    return of(new ResultCode.Vendor(text, false));
  }

  /// `SEND FAIL` and the like, in the place of `ERROR`.
  static AtReply vendorFailure(String text) {
    return of(new ResultCode.Vendor(text, true));
  }

  static AtReply later(CompletionStage<AtReply> reply) {
    return new Later(reply);
  }

  static AtReply prompt(DataRequest request, Function<DataResult, AtReply> next) {
    return new Prompt(request, next);
  }
}
