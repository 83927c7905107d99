package io.openaep.devices.link.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.ManualLane;
import io.openaep.devices.link.MemoryDatagrams;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;

/// A client on links in memory, its listener writing down what it hears, and a server that the test
/// plays.
class Lwm2mClientBed {
  static final Lwm2mPath UPLINK = Lwm2mPath.of(19, 0, 0);
  static final Lwm2mPath DOWNLINK = Lwm2mPath.of(19, 1, 0);
  static final Lwm2mValue HELLO = new Lwm2mValue.Opaque(Bytes.utf8("helloworld"));

  final ManualLane lane = new ManualLane();
  final MemoryDatagrams link = new MemoryDatagrams();
  final ScriptedServer server = new ScriptedServer(link::next, link::deliver);
  final List<Lwm2mRequest> requests = new ArrayList<>();
  final List<ServerChange> changes = new ArrayList<>();
  final List<Lwm2mResult> results = new ArrayList<>();
  final Lwm2mClient client =
      new Lwm2mClient(
          link,
          lane,
          new Lwm2mSettings(
              "868543060974334", Duration.ofDays(1), Binding.U, Retransmission.DEFAULT),
          () -> new DeviceFacts("Quectel", "EC800E", "868543060974334", "EC800ECNLCR01", -57),
          new Lwm2mListener() {
            @Override
            public void requested(Lwm2mRequest request) {
              requests.add(request);
            }

            @Override
            public void changed(ServerChange change) {
              changes.add(change);
            }
          },
          new Random(7));

  final void ended(int mid, Lwm2mResult result) {
    results.add(result);
  }

  final Request register() {
    client.register(new LinkedHashSet<>(List.of(UPLINK, DOWNLINK)), results::add);
    return server.nextRequest();
  }

  final void registered() {
    server.answer(register(), ResponseCode.CREATED, "rd", "a1b2");
    assertThat(results).containsExactly(new Lwm2mResult.Done());
    results.clear();
  }

  final void observed() {
    registered();
    server.send(ScriptedServer.observe(100, "c0ffee", "19/0/0"));
    client.answer(100, new Lwm2mAnswer.Content(UPLINK, HELLO));
    server.nextResponse();
    requests.clear();
  }
}
