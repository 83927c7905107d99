package io.openaep.devices.replay;

/// What happens outside of the AT port while a transcript plays: the platform's side. One thread.
public interface Stage extends AutoCloseable {
  /// Performs or checks one `! platform:` step.
  ///
  /// @throws StepFailed if the step could not be done or the check does not hold
  void perform(String step, StageBindings bindings) throws StepFailed, InterruptedException;

  /// Removes what the steps made, where it is to be removed.
  @Override
  void close();

  /// The bindings of the player, as far as a step may change them.
  interface StageBindings {
    /// Replaces `{name}` by its value.
    String fill(String text);

    void bind(String name, String value);
  }
}
