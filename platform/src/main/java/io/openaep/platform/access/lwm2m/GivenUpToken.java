package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Observation;
import io.openaep.platform.access.SessionChange;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The token of an observe request that another device may have taken: reports on it would count as
/// those of the device that was asked. A fresh one takes its place, in memory at once and on disk
/// as soon as that can be had: after a restart the former token would count again. Runs on the
/// protocol thread.
final class GivenUpToken {
  private static final Duration KEEP_AGAIN = Duration.ofSeconds(5);

  private final Lwm2mSession session;
  private final Parts parts;
  private final Observation former;
  private final Bytes fresh;

  private GivenUpToken(Lwm2mSession session, Parts parts, Observation former, Bytes fresh) {
    this.session = session;
    this.parts = parts;
    this.former = former;
    this.fresh = fresh;
  }

  /// @param asked one of the session's observations
  static void replace(
      Lwm2mSession session, Parts parts, Registrations registrations, Observation asked) {
    Observation fresh =
        new Observation(
            Bytes.wrap(parts.tokens.next().getBytes()),
            asked.device(),
            asked.session(),
            asked.path(),
            asked.host(),
            asked.port(),
            asked.pskIdentity(),
            false);
    if (session.observation().filter(asked::equals).isPresent()) {
      registrations.dropToken(session, asked.token());
      session.observationChanged(Optional.of(fresh));
      registrations.addObservation(session, fresh);
    } else {
      session.objects().drop(asked);
      session.objects().add(fresh);
    }
    new GivenUpToken(session, parts, asked, fresh.token()).keep();
  }

  private void keep() {
    if (session.isOver()) {
      return;
    }
    List<SessionChange> changes = new ArrayList<>();
    changes.add(new SessionChange.DropObservation(former.device().number(), former.token()));
    session.observation(fresh).ifPresent(it -> changes.add(new SessionChange.SaveObservation(it)));
    parts
        .ports
        .store()
        .save(changes)
        .whenComplete((receipt, failure) -> {
          if (failure != null) {
            var _ =
                parts.protocol.schedule(this::keep, KEEP_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
          }
        });
  }
}
