package io.openaep.platform.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.ObjectBody;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.Uplinks;
import io.openaep.platform.ingest.IngestMeters.Fate;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.ObjectContent;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.registry.Product;
import io.openaep.platform.session.Receipts;
import io.openaep.platform.session.SessionChanges;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.model.ThingModel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what sessions understood into events and appends them. A report whose repetition can be
/// recognised is stored once: a copy that comes while the first is being stored waits for it, a
/// later one is answered with the first one's position. Runs on the session's thread up to the
/// append, never blocks but for the first message of a product; stages complete on the journal's
/// writer thread. Thread-safe.
public final class Ingest implements Uplinks {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private static final int LOAD_EVENTS = 1_000;

  private final Journal journal;
  private final Contents contents;
  private final Repeats repeats;
  private final IngestMeters meters;

  /// Loads from the journal what may be repeated after a restart; call it before any door opens.
  ///
  /// @param products finds a product by its id
  /// @param models finds a product's thing model by the product's id
  /// @param rememberedMessages how many messages are remembered so that a repetition is recognised
  public static Ingest open(
      Journal journal,
      LongFunction<Optional<Product>> products,
      LongFunction<ThingModel> models,
      int rememberedMessages,
      InstantSource clock,
      MeterRegistry meters) {
    Repeats repeats = new Repeats(rememberedMessages);
    load(journal, repeats, rememberedMessages, clock);
    return new Ingest(
        journal, new Contents(products, models), repeats, new IngestMeters(meters, repeats));
  }

  private Ingest(Journal journal, Contents contents, Repeats repeats, IngestMeters meters) {
    this.journal = journal;
    this.contents = contents;
    this.repeats = repeats;
    this.meters = meters;
  }

  private static void load(Journal journal, Repeats repeats, int limit, InstantSource clock) {
    long position =
        Math.max(
            journal.positionBefore(clock.instant().minus(Repeats.MQTT_WINDOW)),
            journal.end() - limit);
    List<Recorded> batch = journal.read(position, LOAD_EVENTS);
    while (!batch.isEmpty()) {
      for (Recorded recorded : batch) {
        if (recorded.event() instanceof Reported report && report.repeatKey() != 0) {
          var stored = CompletableFuture.completedFuture(recorded.position());
          var _ = repeats.claim(report, false, stored);
        }
      }
      batch = journal.read(batch.getLast().position(), LOAD_EVENTS);
    }
  }

  @Override
  public CompletionStage<Receipt> store(Inbound inbound) {
    Source source = inbound.source();
    long device = source.device().number();
    return switch (inbound) {
      case Inbound.Connected(_, var at, var lifetime, _) ->
          append(
              inbound,
              new Event.Connected(
                  at, device, source.session(), source.door().word(), source.remote(), lifetime));
      case Inbound.Updated(_, var at, var lifetime, _) ->
          append(
              inbound,
              new Event.Updated(
                  at, device, source.session(), source.door().word(), source.remote(), lifetime));
      case Inbound.Report report -> report(report);
      case Inbound.Sent sent -> sent(sent);
      case Inbound.Observed(_, var at, var channel, var format, var payload, _) ->
          append(
              inbound,
              new Event.Observed(
                  at,
                  device,
                  source.session(),
                  source.door().word(),
                  channel,
                  format.orElse(Reported.NO_CONTENT_FORMAT),
                  payload));
      case Inbound.ObjectReport report -> append(report, event(report));
      case Inbound.Will(_, var at, var topic, var payload, var qos, var retain, _) ->
          append(
              inbound,
              new Event.WillPublished(
                  at, device, source.session(), source.door().word(), topic, qos, retain, payload));
      case Inbound.Gone(_, var at, var cause, _) ->
          append(inbound, new Event.Gone(at, device, source.session(), cause.name()));
    };
  }

  private static Event event(Inbound.ObjectReport report) {
    Source source = report.source();
    return new Event.ObjectReported(
        report.at(),
        source.device().number(),
        source.session(),
        source.door().word(),
        report.path(),
        content(report.body()));
  }

  private static ObjectContent content(ObjectBody body) {
    return new ObjectContent(
        body.contentFormat().orElse(Reported.NO_CONTENT_FORMAT),
        body.raw(),
        body.values(),
        body.problem());
  }

  private CompletionStage<Receipt> report(Inbound.Report report) {
    Reported event;
    try {
      event = event(report);
    } catch (StoreException unreadable) {
      return unreadable(report, unreadable);
    }
    return report.repeat().isPresent()
        ? once(report, event, List.of(event))
        : append(report, event);
  }

  /// In one append. Its first report stands for all of it when it comes again.
  private CompletionStage<Receipt> sent(Inbound.Sent sent) {
    List<Event> events = new ArrayList<>();
    try {
      sent.reports().forEach(it -> events.add(event(it)));
    } catch (StoreException unreadable) {
      return unreadable(sent, unreadable);
    }
    sent.objects().ifPresent(it -> events.add(event(it)));
    return events.getFirst() instanceof Reported first && first.repeatKey() != 0
        ? once(sent.reports().getFirst(), first, events)
        : append(sent, events);
  }

  private CompletionStage<Receipt> unreadable(Inbound inbound, StoreException why) {
    meters.count(inbound, Fate.NOT_STORED);
    return CompletableFuture.failedStage(
        new NotStored("The product cannot be read: " + why.getMessage(), why));
  }

  /// @throws StoreException if the product cannot be read
  private Reported event(Inbound.Report report) {
    Content content = contents.judge(report);
    Source source = report.source();
    return new Reported(
        report.at(),
        source.device().number(),
        source.session(),
        source.door().word(),
        report.channel(),
        report.contentFormat().orElse(Reported.NO_CONTENT_FORMAT),
        report.confirmable(),
        report.repeat().map(Ingest::nonZero).orElse(0L),
        report.payload(),
        content,
        report.user());
  }

  /// Stores a report, and what came with it, unless its first copy is stored or being stored.
  private CompletionStage<Receipt> once(
      Inbound.Report report, Reported event, List<Event> together) {
    CompletableFuture<Long> stored = new CompletableFuture<>();
    Optional<CompletableFuture<Long>> first =
        repeats.claim(event, report.repeat().map(RepeatKey::mayBeRepetition).orElse(false), stored);
    if (first.isPresent()) {
      return likeFirst(first.get(), report, event, together);
    }
    CompletionStage<Receipt> receipt = append(report, together);
    receipt.whenComplete((done, failure) -> {
      if (failure == null) {
        stored.complete(done.position());
      } else {
        repeats.forget(event);
        stored.completeExceptionally(failure);
      }
    });
    return receipt;
  }

  /// Waits for the first copy. If that could not be stored, this one may have more luck.
  private CompletionStage<Receipt> likeFirst(
      CompletableFuture<Long> first, Inbound.Report report, Reported event, List<Event> together) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    var _ =
        first.whenComplete((position, failure) -> {
          if (failure == null) {
            receipt.complete(new Receipt(position, true));
            meters.count(report, Fate.REPEATED);
            LOG.debug(
                "repeated device={} position={}", report.source().device().deviceId(), position);
          } else {
            once(report, event, together)
                .whenComplete((done, failedToo) -> {
                  if (failedToo == null) {
                    receipt.complete(done);
                  } else {
                    receipt.completeExceptionally(failedToo);
                  }
                });
          }
        });
    return receipt;
  }

  private CompletionStage<Receipt> append(Inbound inbound, Event event) {
    return append(inbound, List.of(event));
  }

  private CompletionStage<Receipt> append(Inbound inbound, List<Event> events) {
    Optional<String> misfit = misfit(events.getFirst());
    Fate fate = misfit.isPresent() ? Fate.UNDECODABLE : Fate.STORED;
    CompletionStage<Receipt> receipt =
        Receipts.of(journal.append(events, SessionChanges.toState(inbound.changes())), misfit);
    receipt.whenComplete(
        (_, failure) -> meters.count(inbound, failure == null ? fate : Fate.NOT_STORED));
    return receipt;
  }

  private static Optional<String> misfit(Event event) {
    return event instanceof Reported report
            && report.content() instanceof Content.Undecodable(String reason, boolean _)
        ? Optional.of(reason)
        : Optional.empty();
  }

  /// In an event, 0 means that there is no key.
  private static long nonZero(RepeatKey key) {
    return key.value() == 0 ? 1 : key.value();
  }
}
