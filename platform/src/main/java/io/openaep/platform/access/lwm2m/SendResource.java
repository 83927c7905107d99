package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.lwm2m.object.ObjectDecoder;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;

/// `POST /dp`, the Send operation (LwM2M 1.1, 6.4.7): reports without an observation, and values of
/// other objects, answered 2.04 when they are stored.
///
/// Such a request carries neither a token of ours nor a location. Over DTLS the PSK identity says
/// who speaks. On plain CoAP only the address does, so it counts only while it is the very address
/// of one registration's newest message that did prove something (registration, update,
/// notification): a Send never moves a device, and when another device proves to be at that address
/// the former loses it. Whoever is elsewhere gets 4.04 and registers or updates first.
///
/// On the protocol thread.
final class SendResource {
  private static final String REPORTS = "/19/0/0";

  private final Parts parts;
  private final Registrations registrations;

  SendResource(Parts parts, Registrations registrations) {
    this.parts = parts;
    this.registrations = registrations;
  }

  void send(DeviceRequest request) {
    Optional<Lwm2mSession> found = registrations.of(request.peer());
    if (found.isEmpty()) {
      refuse(request, ResponseCode.NOT_FOUND, "not_registered", "-", "register first");
      return;
    }
    Lwm2mSession session = found.get();
    String device = session.source().device().deviceId();
    if (!session.isSettled()) {
      unavailable(request, "unsettled", device);
      return;
    }
    int format = request.options().getContentFormat();
    if (format != SenmlJson.CONTENT_FORMAT && format != SenmlCbor.CONTENT_FORMAT) {
      refuse(
          request,
          ResponseCode.UNSUPPORTED_CONTENT_FORMAT,
          "content_format",
          device,
          "Send takes SenML JSON (%d) and SenML CBOR (%d)"
              .formatted(SenmlJson.CONTENT_FORMAT, SenmlCbor.CONTENT_FORMAT));
      return;
    }
    List<SenmlJson.Entry> entries;
    try {
      entries =
          format == SenmlJson.CONTENT_FORMAT
              ? SenmlJson.decode(request.payload())
              : SenmlCbor.decode(request.payload());
      for (SenmlJson.Entry entry : entries) {
        requireResource(entry.path());
      }
    } catch (DecodeException e) {
      refuse(request, ResponseCode.BAD_REQUEST, "malformed", device, e.reason());
      return;
    }
    store(request, session, format, entries);
  }

  private static void requireResource(String path) throws DecodeException {
    if (ObjectPath.parse(path).filter(ObjectPath::isResource).isEmpty()) {
      throw new DecodeException("a record's name is not the path of a resource");
    }
  }

  private void store(
      DeviceRequest request, Lwm2mSession session, int format, List<SenmlJson.Entry> entries) {
    if (!parts.pending.begin()) {
      unavailable(request, "overloaded", session.source().device().deviceId());
      return;
    }
    session.heard(request.peer());
    session.uplinkBegan();
    PendingAnswer answer = new PendingAnswer(request.exchange(), parts);
    var _ =
        parts
            .uplinks
            .store(inbound(request, session, format, entries))
            .whenComplete((receipt, failure) -> {
              parts.pending.end();
              parts.protocol.run(() -> {
                if (failure == null) {
                  answer.give(new Response(ResponseCode.CHANGED));
                  session
                      .rememberAddress(); // over DTLS it may have moved; on plain CoAP it is known
                  session.observeUnlessEstablished();
                } else {
                  answer.unavailable();
                }
                session.uplinkAnswered();
              });
            });
  }

  /// Each value of the reports' resource is a report; what is said of other objects is one event.
  private Inbound.Sent inbound(
      DeviceRequest request, Lwm2mSession session, int format, List<SenmlJson.Entry> entries) {
    List<Inbound.Report> reports = new ArrayList<>();
    for (SenmlJson.Entry entry : entries) {
      if (entry.path().equals(REPORTS)) {
        reports.add(report(request, session, format, entry.value(), reports.size()));
      }
    }
    Optional<Inbound.ObjectReport> objects =
        reports.size() < entries.size()
            ? Optional.of(
                new Inbound.ObjectReport(
                    session.source(),
                    parts.now(),
                    "/",
                    ObjectDecoder.decodeSend(format, request.payload()),
                    List.of()))
            : Optional.empty();
    return new Inbound.Sent(session.source(), parts.now(), reports, objects);
  }

  private Inbound.Report report(
      DeviceRequest request, Lwm2mSession session, int format, Bytes value, int index) {
    return new Inbound.Report(
        session.source(),
        parts.now(),
        REPORTS,
        Optional.of(format),
        value,
        request.exchange().getRequest().isConfirmable(),
        Optional.of(RepeatHash.of(request.exchange().getRequest(), index)));
  }

  private void unavailable(DeviceRequest request, String kind, String device) {
    parts.inHand.refused(kind);
    parts
        .ports
        .refusals()
        .refused(
            request.door(),
            kind,
            device,
            request.peer().remote(),
            "answered 5.03; the device will try again");
    request.exchange().sendResponse(PendingAnswer.unavailable(parts.config.times().retryAfter()));
  }

  private void refuse(
      DeviceRequest request, ResponseCode code, String kind, String device, String reason) {
    parts.inHand.refused(kind);
    parts.ports.refusals().refused(request.door(), kind, device, request.peer().remote(), reason);
    request.respond(code, reason);
  }
}
