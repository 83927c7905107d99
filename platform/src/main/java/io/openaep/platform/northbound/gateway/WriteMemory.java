package io.openaep.platform.northbound.gateway;

import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.journal.StateEntry;
import io.openaep.platform.store.Secrets;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How {@link RepeatedWrites} is kept in the journal's state, so that it outlives the process: a
/// row a write, made before the write begins and completed with its answer. Answers hold secrets (a
/// MasterKey, a 特征串), so they are encrypted. Thread-safe.
final class WriteMemory {
  private static final String WRITES = "write";
  private static final String FORGOTTEN = "write-forgotten";
  private static final int VERSION = 1;

  private final Journal journal;
  private final Seal seal;

  WriteMemory(Journal journal, Seal seal) {
    this.journal = journal;
    this.seal = seal;
  }

  /// How answers are encrypted at rest.
  interface Seal {
    /// @param place what is written there cannot be read as something else's
    byte[] seal(byte[] plain, String place);

    byte[] open(byte[] sealed, String place);

    static Seal by(Secrets secrets) {
      return new Seal() {
        @Override
        public byte[] seal(byte[] plain, String place) {
          return secrets.seal(plain, place);
        }

        @Override
        public byte[] open(byte[] sealed, String place) {
          return secrets.open(sealed, place);
        }
      };
    }
  }

  /// A write of an earlier process.
  ///
  /// @param answer empty if that process ended before it had one
  record Kept(String id, Instant signedAt, Optional<Answer> answer) {}

  List<Kept> load() {
    List<Kept> kept = new ArrayList<>();
    for (StateEntry entry : journal.state(WRITES)) {
      RecordReader in = reader(entry);
      Instant signedAt = in.instant();
      Optional<Answer> answer =
          in.flag()
              ? Optional.of(new Answer(200, Math.toIntExact(in.signed()), opened(entry.key(), in)))
              : Optional.empty();
      in.end();
      kept.add(new Kept(entry.key(), signedAt, answer));
    }
    return kept;
  }

  /// Writes signed no later than this may have been forgotten.
  Instant forgottenUntil() {
    return journal.state(FORGOTTEN).stream()
        .map(entry -> reader(entry).instant())
        .findFirst()
        .orElse(Instant.MIN);
  }

  private static RecordReader reader(StateEntry entry) {
    RecordReader in = new RecordReader(entry.value().toArray());
    if (in.u8() != VERSION) {
      throw in.damaged("a remembered write of an unknown form");
    }
    return in;
  }

  private Bytes opened(String id, RecordReader in) {
    return Bytes.wrap(seal.open(in.bytes().toArray(), place(id)));
  }

  private static String place(String id) {
    return WRITES + "/" + id;
  }

  static StateChange begun(String id, Instant signedAt) {
    return put(WRITES, id, new RecordWriter(32).u8(VERSION).instant(signedAt).flag(false));
  }

  StateChange answered(String id, Instant signedAt, Answer answer) {
    byte[] sealed = seal.seal(answer.json().toArray(), place(id));
    return put(
        WRITES,
        id,
        new RecordWriter(64 + sealed.length)
            .u8(VERSION)
            .instant(signedAt)
            .flag(true)
            .signed(answer.code())
            .bytes(Bytes.wrap(sealed)));
  }

  static StateChange dropped(String id) {
    return new StateChange(WRITES, id, 0, Optional.empty());
  }

  static StateChange forgotten(Instant until) {
    return put(FORGOTTEN, "until", new RecordWriter(32).u8(VERSION).instant(until));
  }

  private static StateChange put(String space, String key, RecordWriter value) {
    return new StateChange(space, key, 0, Optional.of(Bytes.wrap(value.toArray())));
  }

  /// Stores changes and waits until they are on disk.
  ///
  /// @throws CallRefused 503 if they are not, or not in time
  void store(List<StateChange> changes) {
    OnDisk.await(journal.append(List.of(), changes));
  }

  /// Stores changes some time soon: what happens if they are lost is safe.
  void storeLater(List<StateChange> changes) {
    var _ = journal.append(List.of(), changes);
  }
}
