package io.openaep.platform.journal;

import io.openaep.platform.journal.Content.ServiceRef;
import java.util.ArrayList;
import java.util.List;

/// The content of a report as fields of its event: a kind, then what the kind holds. The numbers
/// are for ever, as those of {@link EventCodec}. Stateless.
final class ContentCodec {
  private static final int OPAQUE = 0;
  private static final int UNDECODABLE = 1;
  private static final int PROPERTIES = 2;
  private static final int OCCURRENCE = 3;
  private static final int RESPONSE = 4;
  private static final int UNJUDGED = 5;

  private ContentCodec() {}

  static RecordWriter write(RecordWriter out, Content content) {
    return switch (content) {
      case Content.Opaque _ -> out.u8(OPAQUE);
      case Content.Undecodable(String reason, boolean unjudged) ->
          out.u8(unjudged ? UNJUDGED : UNDECODABLE).text(reason);
      case Content.Properties it -> decoded(service(out.u8(PROPERTIES), it.service()), it);
      case Content.Occurrence it ->
          decoded(service(out.u8(OCCURRENCE), it.service()).signed(it.level()), it);
      case Content.Response it ->
          decoded(service(out.u8(RESPONSE), it.service()).signed(it.taskId()), it);
    };
  }

  static Content read(RecordReader in) {
    int kind = in.u8();
    return switch (kind) {
      case OPAQUE -> new Content.Opaque();
      case UNDECODABLE -> new Content.Undecodable(in.text());
      case UNJUDGED -> new Content.Undecodable(in.text(), true);
      case PROPERTIES -> new Content.Properties(service(in), in.text(), remarks(in));
      case OCCURRENCE ->
          new Content.Occurrence(service(in), integer(in, "event level"), in.text(), remarks(in));
      case RESPONSE -> new Content.Response(service(in), in.signed(), in.text(), remarks(in));
      default -> throw in.damaged("content of unknown kind " + kind);
    };
  }

  static RecordWriter service(RecordWriter out, ServiceRef service) {
    return out.signed(service.id()).text(service.identifier());
  }

  static ServiceRef service(RecordReader in) {
    return new ServiceRef(integer(in, "service id"), in.text());
  }

  private static RecordWriter decoded(RecordWriter out, Content.Decoded content) {
    out.text(content.values()).number(content.remarks().size());
    content.remarks().forEach(out::text);
    return out;
  }

  /// No list is made larger than the record proves to be: each remark takes at least a byte.
  private static List<String> remarks(RecordReader in) {
    long count = in.number();
    List<String> remarks = new ArrayList<>();
    for (long i = 0; i != count; i++) {
      remarks.add(in.text());
    }
    return remarks;
  }

  private static int integer(RecordReader in, String what) {
    long value = in.signed();
    if (value != (int) value) {
      throw in.damaged(what + " " + value);
    }
    return (int) value;
  }
}
