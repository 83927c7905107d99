package io.openaep.platform.session;

import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.journal.StateEntry;
import io.openaep.platform.journal.UnreadableRecord;
import io.openaep.platform.store.Secrets;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DTLS sessions in the journal's state, one under each PSK identity, encrypted with the key of the
/// secrets at rest. Thread-safe.
public final class JournalDtlsSessions implements DtlsSessions {
  private static final Logger LOG = LoggerFactory.getLogger(JournalDtlsSessions.class);
  private static final String SPACE = "dtls-session";
  private static final int VERSION = 1;

  private final Journal journal;
  private final Secrets secrets;

  public JournalDtlsSessions(Journal journal, Secrets secrets) {
    this.journal = journal;
    this.secrets = secrets;
  }

  /// What cannot be read, perhaps because the key is another one, is passed over: its device makes
  /// a full handshake.
  @Override
  public List<Kept> all() {
    List<Kept> readable = new ArrayList<>();
    int unreadable = 0;
    for (StateEntry entry : journal.state(SPACE)) {
      try {
        readable.add(kept(entry));
      } catch (StoreException | UnreadableRecord e) {
        unreadable++;
      }
    }
    if (unreadable > 0) {
      LOG.warn("DTLS sessions passed over unreadable={}", unreadable);
    }
    return readable;
  }

  private Kept kept(StateEntry entry) {
    RecordReader in = new RecordReader(entry.value().unsafeArray());
    int version = in.u8();
    if (version != VERSION) {
      throw new UnreadableRecord("DTLS session in format " + version);
    }
    var at = in.instant();
    byte[] sealed = in.bytes().toArray();
    in.end();
    return new Kept(entry.key(), at, Bytes.wrap(secrets.open(sealed, place(entry.key()))));
  }

  @Override
  public void keep(Kept session) {
    byte[] sealed = secrets.seal(session.secret().toArray(), place(session.pskIdentity()));
    RecordWriter out = new RecordWriter(sealed.length + 16).u8(VERSION).instant(session.at());
    change(session.pskIdentity(), Optional.of(Bytes.wrap(out.bytes(Bytes.wrap(sealed)).toArray())));
  }

  @Override
  public void forget(String pskIdentity) {
    change(pskIdentity, Optional.empty());
  }

  private void change(String pskIdentity, Optional<Bytes> value) {
    journal
        .append(List.of(), List.of(new StateChange(SPACE, pskIdentity, 0, value)))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.debug("DTLS session not kept identity={}", pskIdentity, failure);
          }
        });
  }

  private static String place(String pskIdentity) {
    return SPACE + "/" + pskIdentity;
  }
}
