package io.openaep.devices.at;

/// Carries out one form of one command, on the loop. It must not block: what takes time answers
/// {@link AtReply.Later}, or `OK` and an unsolicited code afterwards.
public final class AtHandler {
  private AtHandler() {}

  /// A form without values: read, execute.
  @FunctionalInterface
  public interface Query {
    AtReply answer() throws AtException;
  }

  /// The write form.
  @FunctionalInterface
  public interface Action {
    AtReply run(AtArguments arguments) throws AtException;
  }

  /// A basic command; the value is what stands after its name.
  @FunctionalInterface
  public interface BasicAction {
    AtReply run(String value) throws AtException;
  }
}
