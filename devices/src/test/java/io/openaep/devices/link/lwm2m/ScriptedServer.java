package io.openaep.devices.link.lwm2m;

import io.openaep.devices.link.MemoryDatagrams;
import io.openaep.wire.Bytes;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// An LwM2M server in lockstep with the test: it sends and takes single messages.
final class ScriptedServer {
  private final CoapCodec codec = new CoapCodec();
  private final MemoryDatagrams link;

  ScriptedServer(MemoryDatagrams link) {
    this.link = link;
  }

  /// The next message of the device.
  Message next() {
    return switch (codec.decode(link.next())) {
      case CoapCodec.Decoded.Whole(Message message) -> message;
      case CoapCodec.Decoded.Broken(String reason, var _) -> throw new AssertionError(reason);
    };
  }

  Request nextRequest() {
    return (Request) next();
  }

  Response nextResponse() {
    return (Response) next();
  }

  void send(Message message) {
    link.deliver(codec.encode(message));
  }

  /// A response in the acknowledgement of `request`.
  void answer(Request request, ResponseCode code, String... location) {
    Response response = new Response(code);
    List.of(location).forEach(response.getOptions()::addLocationPath);
    response.setType(CoAP.Type.ACK).setMID(request.getMID()).setToken(request.getToken());
    send(response);
  }

  void acknowledge(Message message) {
    link.deliver(codec.empty(CoAP.Type.ACK, message.getMID()));
  }

  void reset(Message message) {
    link.deliver(codec.empty(CoAP.Type.RST, message.getMID()));
  }

  static Request confirmable(Code code, int mid, String token, String path) {
    Request request = new Request(code);
    request.setType(CoAP.Type.CON).setMID(mid).setToken(Bytes.hex(token).toArray());
    request.getOptions().setUriPath(path);
    return request;
  }

  static Request observe(int mid, String token, String path) {
    Request request = confirmable(Code.GET, mid, token, path);
    request.getOptions().setObserve(0);
    return request;
  }

  static Request write(int mid, String path, String text) {
    Request request = confirmable(Code.PUT, mid, "0b", path);
    request.getOptions().setContentFormat(Contents.OCTETS);
    request.setPayload(Bytes.utf8(text).toArray());
    return request;
  }
}
