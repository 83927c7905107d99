package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// An LwM2M server in lockstep with the test: it sends and takes single messages.
public final class ScriptedServer {
  private final CoapCodec codec = new CoapCodec();
  private final Supplier<Bytes> take;
  private final Consumer<Bytes> give;

  /// @param take waits for the next datagram of the device
  /// @param give sends one to it
  public ScriptedServer(Supplier<Bytes> take, Consumer<Bytes> give) {
    this.take = take;
    this.give = give;
  }

  /// The next message of the device.
  public Message next() {
    return switch (codec.decode(take.get())) {
      case CoapCodec.Decoded.Whole(Message message) -> message;
      case CoapCodec.Decoded.Broken(String reason, var _) -> throw new AssertionError(reason);
    };
  }

  public Request nextRequest() {
    return (Request) next();
  }

  public Response nextResponse() {
    return (Response) next();
  }

  public void send(Message message) {
    give.accept(codec.encode(message));
  }

  /// A response in the acknowledgement of `request`.
  public void answer(Request request, ResponseCode code, String... location) {
    Response response = new Response(code);
    List.of(location).forEach(response.getOptions()::addLocationPath);
    response.setType(CoAP.Type.ACK).setMID(request.getMID()).setToken(request.getToken());
    send(response);
  }

  public void acknowledge(Message message) {
    give.accept(codec.empty(CoAP.Type.ACK, message.getMID()));
  }

  public void reset(Message message) {
    give.accept(codec.empty(CoAP.Type.RST, message.getMID()));
  }

  public static Request confirmable(Code code, int mid, String token, String path) {
    Request request = new Request(code);
    request.setType(CoAP.Type.CON).setMID(mid).setToken(Bytes.hex(token).toArray());
    request.getOptions().setUriPath(path);
    return request;
  }

  public static Request observe(int mid, String token, String path) {
    Request request = confirmable(Code.GET, mid, token, path);
    request.getOptions().setObserve(0);
    return request;
  }

  public static Request write(int mid, String path, String text) {
    Request request = confirmable(Code.PUT, mid, "0b", path);
    request.getOptions().setContentFormat(Contents.OCTETS);
    request.setPayload(Bytes.utf8(text).toArray());
    return request;
  }
}
