package io.openaep.platform.northbound.gateway;

import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.journal.StateEntry;
import io.openaep.platform.northbound.gateway.KeptWrites.Kept;
import io.openaep.platform.store.Secrets;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// How {@link RepeatedWrites} is kept in the journal's state, so that it outlives the process: a
/// row a write, made before the write begins and completed with its answer. Answers hold secrets (a
/// MasterKey, a 特征串), so they are encrypted. Thread-safe.
final class WriteMemory {
  private static final String WRITES = "write";
  private static final String FORGOTTEN = "write-forgotten";
  private static final int VERSION = 2;

  /// The answer is packed.
  private static final int PACKED = 3;

  /// Writes of versions before the AppKey was kept.
  static final String ANY_APPLICATION = "";

  private static final int WITHOUT_APPLICATION = 1;

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
  record Row(String id, String appKey, Instant signedAt, Optional<Answer> answer) {}

  List<Row> load() {
    List<Row> kept = new ArrayList<>();
    for (StateEntry entry : journal.state(WRITES)) {
      RecordReader in = new RecordReader(entry.value().toArray());
      boolean packed = entry.value().at(0) == PACKED;
      String appKey = application(in);
      Instant signedAt = in.instant();
      Optional<Answer> answer =
          in.flag()
              ? Optional.of(
                  new Answer(200, Math.toIntExact(in.signed()), opened(entry.key(), in), packed))
              : Optional.empty();
      in.end();
      kept.add(new Row(entry.key(), appKey, signedAt, answer));
    }
    return kept;
  }

  /// By AppKey: its writes signed no later than this may have been forgotten.
  Map<String, Instant> forgottenUntil() {
    Map<String, Instant> forgotten = new HashMap<>();
    for (StateEntry entry : journal.state(FORGOTTEN)) {
      RecordReader in = new RecordReader(entry.value().toArray());
      forgotten.put(application(in), in.instant());
    }
    return forgotten;
  }

  private static String application(RecordReader in) {
    return switch (in.u8()) {
      case VERSION, PACKED -> in.text();
      case WITHOUT_APPLICATION -> ANY_APPLICATION;
      default -> throw in.damaged("a remembered write of an unknown form");
    };
  }

  private Bytes opened(String id, RecordReader in) {
    return Bytes.wrap(seal.open(in.bytes().toArray(), place(id)));
  }

  private static String place(String id) {
    return WRITES + "/" + id;
  }

  static StateChange begun(Kept kept) {
    return put(WRITES, kept.id(), row(VERSION, kept, 0).flag(false));
  }

  StateChange answered(Kept kept, Answer answer) {
    byte[] sealed = seal.seal(answer.kept().toArray(), place(kept.id()));
    return put(
        WRITES,
        kept.id(),
        row(answer.packed() ? PACKED : VERSION, kept, sealed.length)
            .flag(true)
            .signed(answer.code())
            .bytes(Bytes.wrap(sealed)));
  }

  private static RecordWriter row(int version, Kept kept, int answerBytes) {
    return new RecordWriter(96 + answerBytes)
        .u8(version)
        .text(kept.appKey())
        .instant(kept.signedAt());
  }

  static StateChange dropped(String id) {
    return new StateChange(WRITES, id, 0, Optional.empty());
  }

  static StateChange forgotten(String appKey, Instant until) {
    return put(
        FORGOTTEN,
        forgottenKey(appKey),
        new RecordWriter(96).u8(VERSION).text(appKey).instant(until));
  }

  static StateChange droppedForgotten(String appKey) {
    return new StateChange(FORGOTTEN, forgottenKey(appKey), 0, Optional.empty());
  }

  private static String forgottenKey(String appKey) {
    return "until" + appKey;
  }

  private static StateChange put(String space, String key, RecordWriter value) {
    return new StateChange(space, key, 0, Optional.of(Bytes.wrap(value.toArray())));
  }

  /// Completes when they are on disk.
  CompletionStage<?> append(List<StateChange> changes) {
    return journal.append(List.of(), changes);
  }
}
