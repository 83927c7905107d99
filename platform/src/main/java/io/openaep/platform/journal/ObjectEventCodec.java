package io.openaep.platform.journal;

import io.openaep.platform.journal.Event.ObjectEvent;
import io.openaep.platform.journal.Event.ObjectReported;
import io.openaep.platform.journal.Event.OperationAnswered;
import io.openaep.platform.journal.Event.OperationCancelled;
import io.openaep.platform.journal.Event.OperationFailed;
import io.openaep.platform.journal.Event.OperationSaved;
import io.openaep.platform.journal.Event.OperationSent;
import java.time.Instant;

/// The part of {@link EventCodec} for the objects of devices; types 40 to 49. Stateless.
final class ObjectEventCodec {
  static final int SAVED = 40;
  static final int SENT = 41;
  static final int ANSWERED = 42;
  static final int FAILED = 43;
  static final int CANCELLED = 44;
  static final int REPORTED = 45;

  private ObjectEventCodec() {}

  static byte[] encode(ObjectEvent event) {
    return switch (event) {
      case OperationSaved e ->
          EventCodec.begin(SAVED, e, e.payload().size())
              .number(e.operation())
              .text(e.action())
              .text(e.path())
              .signed(e.contentFormat())
              .bytes(e.payload())
              .duration(e.ttl())
              .text(e.createdBy())
              .toArray();
      case OperationSent e -> EventCodec.begin(SENT, e, 0).number(e.operation()).toArray();
      case OperationAnswered e ->
          content(
                  EventCodec.begin(ANSWERED, e, size(e.content()))
                      .number(e.operation())
                      .text(e.code()),
                  e.content())
              .toArray();
      case OperationFailed e ->
          EventCodec.begin(FAILED, e, 0)
              .number(e.operation())
              .text(e.failure())
              .text(e.detail())
              .toArray();
      case OperationCancelled e ->
          EventCodec.begin(CANCELLED, e, 0).number(e.operation()).text(e.by()).toArray();
      case ObjectReported e ->
          content(
                  EventCodec.begin(REPORTED, e, size(e.content()))
                      .fixed(e.session())
                      .text(e.door())
                      .text(e.path()),
                  e.content())
              .toArray();
    };
  }

  static ObjectEvent body(int type, Instant at, long device, RecordReader in) {
    return switch (type) {
      case SAVED ->
          new OperationSaved(
              at,
              device,
              in.number(),
              in.text(),
              in.text(),
              EventCodec.contentFormat(in),
              in.bytes(),
              in.duration(),
              in.text());
      case SENT -> new OperationSent(at, device, in.number());
      case ANSWERED -> new OperationAnswered(at, device, in.number(), in.text(), content(in));
      case FAILED -> new OperationFailed(at, device, in.number(), in.text(), in.text());
      case CANCELLED -> new OperationCancelled(at, device, in.number(), in.text());
      case REPORTED ->
          new ObjectReported(at, device, in.fixed(), in.text(), in.text(), content(in));
      default -> throw in.damaged("an object event of type " + type);
    };
  }

  private static int size(ObjectContent content) {
    return content.raw().size() + content.values().length();
  }

  private static RecordWriter content(RecordWriter out, ObjectContent content) {
    return out.signed(content.contentFormat())
        .bytes(content.raw())
        .text(content.values())
        .text(content.problem());
  }

  private static ObjectContent content(RecordReader in) {
    return new ObjectContent(EventCodec.contentFormat(in), in.bytes(), in.text(), in.text());
  }
}
