package io.openaep.platform.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Counts inbound messages by protocol and by what became of them. Thread-safe.
final class IngestMeters {
  private final Map<Protocol, Map<Fate, Counter>> counters = new EnumMap<>(Protocol.class);

  /// What became of a message, in the words of the metric's label.
  enum Fate {
    STORED("stored"),
    /// Stored as well, but not what the product promises.
    UNDECODABLE("undecodable"),
    /// Not stored again, because its first copy was.
    REPEATED("repeated"),
    NOT_STORED("not_stored");

    private final String word;

    Fate(String word) {
      this.word = word;
    }
  }

  IngestMeters(MeterRegistry meters, Repeats repeats) {
    for (Protocol protocol : Protocol.values()) {
      Map<Fate, Counter> fates = new EnumMap<>(Fate.class);
      for (Fate fate : Fate.values()) {
        fates.put(
            fate,
            Counter.builder("openaep.uplinks")
                .description("Messages of devices and what became of them")
                .tag("protocol", protocol.word())
                .tag("result", fate.word)
                .register(meters));
      }
      counters.put(protocol, fates);
    }
    Gauge.builder("openaep.uplinks.remembered", repeats, Repeats::size)
        .description("Messages whose repetition would be recognised")
        .register(meters);
  }

  void count(Inbound inbound, Fate fate) {
    Protocol protocol = inbound.source().door().protocol();
    Map<Fate, Counter> fates = Objects.requireNonNull(counters.get(protocol));
    Objects.requireNonNull(fates.get(fate)).increment();
  }
}
