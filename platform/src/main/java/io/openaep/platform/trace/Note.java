package io.openaep.platform.trace;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.Tap.Direction;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One remembered message, or what was said of one. Its fate is told later, by any thread; the rest
/// never changes.
final class Note implements Tap.Seen {
  /// Objects, references and the few texts beside the bytes.
  private static final int OWN_BYTES = 200;

  private static final int FATE_CHARS = 300;

  final long sequence;
  private final long atSecond;
  private final int atNanos;
  private final Door door;
  private final @Nullable Direction direction;
  private final String remote;
  private final Bytes raw;
  private final int lengthBytes;
  private final Supplier<String> words;
  private volatile @Nullable String fate;

  private Note(
      long sequence,
      Instant at,
      Door door,
      @Nullable Direction direction,
      String remote,
      Bytes raw,
      int lengthBytes,
      Supplier<String> words) {
    this.sequence = sequence;
    this.atSecond = at.getEpochSecond();
    this.atNanos = at.getNano();
    this.door = door;
    this.direction = direction;
    this.remote = remote;
    this.raw = raw;
    this.lengthBytes = lengthBytes;
    this.words = words;
  }

  static Note of(long sequence, Instant at, Tap.Message message, int limitBytes) {
    Bytes whole = message.raw();
    int lengthBytes = whole.size();
    if (lengthBytes <= limitBytes) {
      return of(sequence, at, message, whole, message.words());
    }
    // The words of a long message would hold on to all of it.
    String words = message.words().get();
    Bytes head = Bytes.wrap(Arrays.copyOf(whole.unsafeArray(), limitBytes));
    return of(sequence, at, message, head, () -> words);
  }

  private static Note of(
      long sequence, Instant at, Tap.Message message, Bytes kept, Supplier<String> words) {
    return new Note(
        sequence,
        at,
        message.door(),
        message.direction(),
        message.remote(),
        kept,
        message.raw().size(),
        words);
  }

  static Note refusal(long sequence, Instant at, Door door, String remote, String reason) {
    Note note = bare(sequence, at, door, remote, "refused");
    note.became("refused: " + reason);
    return note;
  }

  /// One that has no message of its own.
  static Note bare(long sequence, Instant at, Door door, String remote, String words) {
    return new Note(sequence, at, door, null, remote, Bytes.EMPTY, 0, () -> words);
  }

  @Override
  public void became(String told) {
    fate = told.length() <= FATE_CHARS ? told : told.substring(0, FATE_CHARS) + "…";
  }

  int sizeBytes() {
    return OWN_BYTES + raw.size();
  }

  TraceEntry entry() {
    return new TraceEntry(
        sequence,
        Instant.ofEpochSecond(atSecond, atNanos),
        door,
        Optional.ofNullable(direction),
        remote,
        raw,
        lengthBytes,
        said(),
        Optional.ofNullable(fate));
  }

  /// A fault in describing a message must not hide the message.
  private String said() {
    try {
      return words.get();
    } catch (RuntimeException fault) {
      return "(cannot be described: " + fault.getClass().getSimpleName() + ")";
    }
  }
}
