package io.openaep.platform.access.lwm2m.bootstrap;

import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.wire.Bytes;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.elements.EndpointContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One device's bootstrap after its request: write Security, write Server, finish; each step when
/// the one before is answered (LwM2M 1.0, 5.2.7). On the bootstrap server's thread.
final class BootstrapRun {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapRun.class);
  private static final int TLV = 11_542;

  private final String device;
  private final Endpoint endpoint;
  private final EndpointContext peer;
  private final Consumer<Boolean> ended;
  private final ArrayDeque<Request> steps = new ArrayDeque<>();
  private @Nullable Request open;
  private boolean over;

  /// @param ended told once whether the device has taken it all
  BootstrapRun(
      String device,
      Endpoint endpoint,
      EndpointContext peer,
      Bytes security,
      Bytes server,
      Consumer<Boolean> ended) {
    this.device = device;
    this.endpoint = endpoint;
    this.peer = peer;
    this.ended = ended;
    // instance 0 of Security is the device's account at this bootstrap server
    steps.add(write("0", "1", security));
    steps.add(write("1", "0", server));
    Request finish = Request.newPost();
    finish.getOptions().addUriPath("bs");
    steps.add(finish);
  }

  private static Request write(String object, String instance, Bytes tlv) {
    Request put = Request.newPut();
    put.getOptions().addUriPath(object).addUriPath(instance).setContentFormat(TLV);
    put.setPayload(tlv.toArray());
    return put;
  }

  void next() {
    Request step = steps.poll();
    if (over) {
      return;
    }
    if (step == null) {
      end(true, "the device has taken its server");
      return;
    }
    step.setConfirmable(true);
    step.setDestinationContext(peer);
    String name = step.getOptions().getUriPathString();
    step.addMessageObserver(
        new MessageObserverAdapter(true) {
          @Override
          public void onResponse(Response response) {
            if (response.isSuccess()) {
              next();
            } else {
              end(false, "the device answered " + response.getCode().text + " to /" + name);
            }
          }

          @Override
          protected void failed() {
            end(false, "no answer to /" + name);
          }

          @Override
          public void onCancel() {
            end(false, "the device began anew, or the platform stops");
          }
        });
    open = step;
    endpoint.sendRequest(step);
  }

  /// The device has begun anew, perhaps from elsewhere: nothing more goes to where it was.
  void replace() {
    end(false, "the device began anew");
    if (open != null) {
      open.cancel();
    }
  }

  private void end(boolean taken, String reason) {
    if (over) {
      return;
    }
    over = true;
    LOG.info(
        "bootstrap device={} remote={} taken={} reason=\"{}\"",
        device,
        Remotes.text(peer.getPeerAddress()),
        taken,
        reason);
    ended.accept(taken);
  }
}
