package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// In which content format a value travels: the one that the server asks for, else octets for
/// opaque values and text for all others (LwM2M 1.0, 6.4).
final class Contents {
  static final int LINK_FORMAT = MediaTypeRegistry.APPLICATION_LINK_FORMAT;
  static final int OCTETS = MediaTypeRegistry.APPLICATION_OCTET_STREAM;
  static final int TEXT = MediaTypeRegistry.TEXT_PLAIN;
  static final int TLV = MediaTypeRegistry.APPLICATION_VND_OMA_LWM2M_TLV;

  /// The number that TLV had before it was registered; platforms of that time still use it.
  static final int EARLY_TLV = 1542;

  private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

  private Contents() {}

  /// @param format {@link MediaTypeRegistry} number
  record Encoded(int format, Bytes payload) {
    void into(Response response) {
      response.getOptions().setContentFormat(format);
      response.setPayload(payload.toArray());
    }
  }

  static boolean isTlv(int format) {
    return format == TLV || format == EARLY_TLV;
  }

  /// The format that `request` accepts; `UNDEFINED` if it says nothing.
  static int accepted(Request request) {
    return request.getOptions().getAccept();
  }

  /// @return empty if the value cannot be told in the accepted format
  static Optional<Encoded> encode(Lwm2mValue value, int accepted, Lwm2mPath path) {
    if (isTlv(accepted)) {
      int resource = path.namesResource() ? path.resource() : 0;
      return Optional.of(new Encoded(accepted, Tlv.encode(Map.of(resource, value))));
    }
    int own = value instanceof Lwm2mValue.Opaque ? OCTETS : TEXT;
    if (accepted != MediaTypeRegistry.UNDEFINED && accepted != own) {
      return Optional.empty();
    }
    return Optional.of(new Encoded(own, plain(value)));
  }

  /// What a discover of `path` shows: the path itself, and of `resources` with their instances what
  /// lies below it.
  static Encoded links(Lwm2mPath path, Collection<Lwm2mPath> resources) {
    LinkedHashSet<Lwm2mPath> shown = new LinkedHashSet<>();
    shown.add(path);
    for (Lwm2mPath resource : resources) {
      boolean below =
          resource.object() == path.object()
              && (path.instance() == Lwm2mPath.NONE || path.instance() == resource.instance())
              && (!path.namesResource() || path.resource() == resource.resource());
      if (below) {
        if (path.instance() == Lwm2mPath.NONE) {
          shown.add(Lwm2mPath.of(resource.object(), resource.instance(), Lwm2mPath.NONE));
        }
        shown.add(resource);
      }
    }
    String links = shown.stream().map(it -> "<" + it + ">").collect(Collectors.joining(","));
    return new Encoded(LINK_FORMAT, Bytes.utf8(links));
  }

  /// The value that `request` writes to `path`: its payload, without the TLV around one resource.
  ///
  /// @return empty if the payload says TLV and is none, or is one of something else
  static Optional<Bytes> written(Request request, Lwm2mPath path) {
    Bytes payload = Bytes.copyOf(request.getPayload());
    if (!path.namesResource() || !isTlv(request.getOptions().getContentFormat())) {
      return Optional.of(payload);
    }
    try {
      return Optional.of(Tlv.resourceValue(payload, path.resource()));
    } catch (DecodeException e) {
      LOG.info("lwm2m write refused path={} reason=\"{}\"", path, e.getMessage());
      return Optional.empty();
    }
  }

  private static Bytes plain(Lwm2mValue value) {
    return switch (value) {
      case Lwm2mValue.Opaque(Bytes bytes) -> bytes;
      case Lwm2mValue.Text(Bytes bytes) -> bytes;
      case Lwm2mValue.Whole(long number) -> Bytes.utf8(Long.toString(number));
      case Lwm2mValue.Decimal(double number) -> Bytes.utf8(Double.toString(number));
      case Lwm2mValue.Flag(boolean set) -> Bytes.utf8(set ? "1" : "0");
    };
  }
}
