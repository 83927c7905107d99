package io.openaep.platform.access.lwm2m.object;

import io.openaep.platform.access.ObjectBody;
import io.openaep.wire.Bytes;
import java.util.Map;
import java.util.Optional;
import org.eclipse.leshan.core.link.Link;
import org.eclipse.leshan.core.link.LinkParseException;
import org.eclipse.leshan.core.link.attributes.Attribute;
import org.eclipse.leshan.core.link.lwm2m.DefaultLwM2mLinkParser;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.codec.CodecException;
import org.eclipse.leshan.core.node.codec.DefaultLwM2mDecoder;
import org.eclipse.leshan.core.request.ContentFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes values of what a device says about its objects. Never refuses: what cannot be decoded is
/// kept as bytes with the reason.
public final class ObjectDecoder {
  private static final DefaultLwM2mDecoder DECODER = new DefaultLwM2mDecoder(true);
  private static final int REASON_CHARS = 300;

  private ObjectDecoder() {}

  /// The answer to a read or observe, or a notification.
  ///
  /// @param path what was asked for
  public static ObjectBody decode(String path, Optional<Integer> contentFormat, Bytes raw) {
    int number = contentFormat.orElse(Formats.TEXT);
    Optional<ContentFormat> format = Formats.codec(number);
    if (format.isEmpty()) {
      return new ObjectBody(contentFormat, raw, "", "content format " + number + " is unknown");
    }
    try {
      LwM2mPath place = new LwM2mPath(path);
      LwM2mNode node = DECODER.decode(raw.toArray(), format.get(), null, place, ObjectModels.all());
      ValueList values = new ValueList();
      values.add(place, node);
      return body(contentFormat, raw, values);
    } catch (RuntimeException e) { // Leshan throws more than its own CodecException
      return undecodable(contentFormat, raw, e);
    }
  }

  /// A Send (LwM2M 1.1, 6.4.7): values of whatever paths the pack names.
  public static ObjectBody decodeSend(int contentFormat, Bytes raw) {
    Optional<Integer> number = Optional.of(contentFormat);
    try {
      Map<LwM2mPath, LwM2mNode> nodes =
          DECODER
              .decodeTimestampedNodes(
                  raw.toArray(),
                  Formats.codec(contentFormat).orElseThrow(),
                  null,
                  null,
                  ObjectModels.all())
              .getMostRecentNodes();
      ValueList values = new ValueList();
      nodes.forEach(values::add);
      return body(number, raw, values);
    } catch (RuntimeException e) { // Leshan throws more than its own CodecException
      return undecodable(number, raw, e);
    }
  }

  /// The answer to a discover: links with their attributes (LwM2M 1.0, 5.4.2).
  public static ObjectBody decodeLinks(Optional<Integer> contentFormat, Bytes raw) {
    try {
      ArrayNode links = JsonMapper.shared().createArrayNode();
      for (Link link : new DefaultLwM2mLinkParser().parseCoreLinkFormat(raw.toArray())) {
        ObjectNode each = links.addObject();
        each.put("path", link.getUriReference());
        ObjectNode attributes = each.putObject("attributes");
        for (Attribute attribute : link.getAttributes()) {
          attributes.put(
              attribute.getName(), attribute.hasValue() ? attribute.getCoreLinkValue() : "");
        }
      }
      return new ObjectBody(contentFormat, raw, links.toString(), "");
    } catch (LinkParseException e) {
      return undecodable(contentFormat, raw, e);
    }
  }

  private static ObjectBody body(Optional<Integer> contentFormat, Bytes raw, ValueList values) {
    return new ObjectBody(
        contentFormat,
        raw,
        values.json(),
        values.isCut() ? "more values than are kept; the bytes have them all" : "");
  }

  private static ObjectBody undecodable(
      Optional<Integer> contentFormat, Bytes raw, Exception failure) {
    String reason =
        failure instanceof CodecException || failure instanceof LinkParseException
            ? String.valueOf(failure.getMessage())
            : "not in the form that its content format names";
    return new ObjectBody(
        contentFormat, raw, "", reason.substring(0, Math.min(REASON_CHARS, reason.length())));
  }
}
