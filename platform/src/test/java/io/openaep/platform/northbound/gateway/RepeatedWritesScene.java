package io.openaep.platform.northbound.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.journal.MemoryJournal;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// A memory of writes on a journal in memory, and what its tests say most often.
class RepeatedWritesScene {
  static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  static final Duration WINDOW = Duration.ofMinutes(15);

  final MemoryJournal journal = new MemoryJournal();
  final AtomicInteger done = new AtomicInteger();
  final AtomicInteger repeats = new AtomicInteger();

  RepeatedWrites writes(int writes, int bytes) {
    return new RepeatedWrites(
        new GatewaySettings(WINDOW, writes, bytes, 1, 1),
        new WriteMemory(journal, new Reversed()),
        () -> NOW);
  }

  /// A seal that anyone can open, as long as he names the right place.
  private static final class Reversed implements WriteMemory.Seal {
    @Override
    public byte[] seal(byte[] plain, String place) {
      return (place + "|" + new StringBuilder(new String(plain, UTF_8)).reverse()).getBytes(UTF_8);
    }

    @Override
    public byte[] open(byte[] sealed, String place) {
      String text = new String(sealed, UTF_8);
      assertThat(text).startsWith(place + "|");
      return new StringBuilder(text.substring(place.length() + 1))
          .reverse()
          .toString()
          .getBytes(UTF_8);
    }
  }

  static RepeatedWrites.Key key(Instant signedAt, String signature) {
    return key("AK", signedAt, signature);
  }

  static RepeatedWrites.Key key(String appKey, Instant signedAt, String signature) {
    return new RepeatedWrites.Key("m/f", "v", appKey, signedAt, signature);
  }

  Answer once(RepeatedWrites writes, RepeatedWrites.Key key, Instant now, int status) {
    return writes.once(
        key, now, repeats::incrementAndGet, () -> new RepeatedWrites.Outcome(answer(status), true));
  }

  Answer answer(int status) {
    return new Answer(status, 0, Bytes.utf8("answer " + done.incrementAndGet()));
  }
}
