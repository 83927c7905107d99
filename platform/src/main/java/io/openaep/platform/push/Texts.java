package io.openaep.platform.push;

import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.Recorded;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes the text of a waiting message, from the journal or from its dead letter. Blocking.
/// Thread-safe.
final class Texts {
  private final Journal journal;
  private final DeviceCards cards;
  private final DeadLetterStore dead;

  Texts(Journal journal, DeviceCards cards, DeadLetterStore dead) {
    this.journal = journal;
    this.cards = cards;
    this.dead = dead;
  }

  /// @param body JSON in UTF-8
  record Text(Bytes body, String deviceId, Instant happenedAt) {}

  /// @return empty if the event or its device is no more
  Optional<Text> of(Pending message) {
    String deviceId = cards.of(message.device()).map(DeviceCard::deviceId).orElse("");
    if (message.dead() != 0) {
      return dead.body(message.dead())
          .map(body -> new Text(Bytes.wrap(body), deviceId, Instant.EPOCH));
    }
    List<Recorded> found = journal.read(message.position() - 1, 1);
    if (found.isEmpty() || found.getFirst().position() != message.position()) {
      return Optional.empty();
    }
    var event = found.getFirst().event();
    return cards
        .of(message.device())
        .flatMap(card -> Messages.render(event, card))
        .map(body -> new Text(Bytes.wrap(body), deviceId, event.at()));
  }
}
