package io.openaep.platform.northbound.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A served function: what it does, and whether a repetition must be recognised.
///
/// @param write changes something; the same signed request again gets the first answer
public record Operation(boolean write, Handler handler) {
  /// Answers one checked call with the whole envelope.
  @FunctionalInterface
  public interface Handler {
    /// @throws CallRefused when the caller is wrong
    Map<String, @Nullable Object> handle(Call call);
  }

  public static Operation read(Handler handler) {
    return new Operation(false, handler);
  }

  public static Operation write(Handler handler) {
    return new Operation(true, handler);
  }
}
