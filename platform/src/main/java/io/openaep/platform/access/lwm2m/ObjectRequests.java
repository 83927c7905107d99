package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;

/// Operations as CoAP requests (LwM2M 1.0, 8.2.5: table 24). Stateless.
final class ObjectRequests {
  private ObjectRequests() {}

  static Request of(ObjectRequest operation, Token token) {
    Request request =
        switch (operation.action()) {
          case READ, OBSERVE, CANCEL, DISCOVER -> Request.newGet();
          case EXECUTE -> Request.newPost();
          // an instance is updated, a resource replaced
          case WRITE -> operation.path().isResource() ? Request.newPut() : Request.newPost();
        };
    request.setToken(token);
    path(request, operation.path());
    switch (operation.action()) {
      case READ, OBSERVE, CANCEL ->
          operation.contentFormat().ifPresent(request.getOptions()::setAccept);
      case DISCOVER -> request.getOptions().setAccept(MediaTypeRegistry.APPLICATION_LINK_FORMAT);
      case WRITE -> {
        operation.contentFormat().ifPresent(request.getOptions()::setContentFormat);
        request.setPayload(operation.payload().toArray());
      }
      case EXECUTE -> {
        if (!operation.payload().isEmpty()) {
          request.getOptions().setContentFormat(MediaTypeRegistry.TEXT_PLAIN);
          request.setPayload(operation.payload().toArray());
        }
      }
    }
    return request;
  }

  private static void path(Request request, ObjectPath path) {
    path.ids().forEach(id -> request.getOptions().addUriPath(Integer.toString(id)));
  }
}
