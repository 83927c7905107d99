package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Token;

/// The peer's messages of the last minutes, each with what was sent back, so that a repetition gets
/// the same again and nothing is done twice (RFC 7252, 4.5).
final class SeenMessages {
  /// EXCHANGE_LIFETIME of RFC 7252, 4.8.2.
  private static final Duration LIFETIME = Duration.ofSeconds(247);

  private static final int LIMIT = 64;

  private final Map<Integer, Seen> byMid = new LinkedHashMap<>();

  /// @param token tells a repetition from a new message of a peer that began its ids anew
  private record Seen(Token token, Instant until, Optional<Bytes> answer) {}

  /// What to do with a message.
  sealed interface Verdict {
    record New() implements Verdict {}

    /// Send this again.
    record Again(Bytes answer) implements Verdict {}

    /// Nothing was sent back yet, or nothing ever is.
    record Ignore() implements Verdict {}
  }

  Verdict look(Message message, Instant now) {
    byMid.values().removeIf(seen -> !seen.until.isAfter(now));
    Seen seen = byMid.get(message.getMID());
    if (seen != null && seen.token.equals(message.getToken())) {
      return seen.answer.<Verdict>map(Verdict.Again::new).orElseGet(Verdict.Ignore::new);
    }
    byMid.remove(message.getMID());
    if (byMid.size() >= LIMIT) {
      byMid.remove(byMid.keySet().iterator().next());
    }
    byMid.put(message.getMID(), new Seen(message.getToken(), now.plus(LIFETIME), Optional.empty()));
    return new Verdict.New();
  }

  /// Remembers what `mid` was answered by, for as long as it is remembered itself.
  void answered(int mid, Bytes answer) {
    byMid.computeIfPresent(mid, (_, seen) -> new Seen(seen.token, seen.until, Optional.of(answer)));
  }
}
