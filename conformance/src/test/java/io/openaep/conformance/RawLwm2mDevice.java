package io.openaep.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// LwM2M over plain CoAP or DTLS: registers once, is observed on `/19/0/0`, and for ever sends
/// confirmable notifications on that token, or Send requests, (also after the platform was killed
/// and started), and answers writes to `/19/1/0`. One socket, one thread.
final class RawLwm2mDevice extends ReportingDevice {
  private static final Duration RESEND = Duration.ofMillis(250);

  private static final int SENDS_BEFORE_RENEWAL = 4;

  /// How a device reports.
  enum Way {
    NOTIFY,
    /// Notifications in blocks.
    BLOCKS,
    SEND
  }

  private final String imei;
  private final Way way;
  private final Set<String> answered = new HashSet<>();
  private final Map<String, Integer> written = new ConcurrentHashMap<>();
  private final RawLwm2m socket;
  private boolean observed;

  RawLwm2mDevice(String name, RawLink link, String imei, Way way) {
    super(name);
    this.imei = imei;
    this.way = way;
    this.socket = new RawLwm2m(link);
  }

  @Override
  String payload(String text) {
    return way == Way.BLOCKS ? text + " in blocks of sixteen bytes each" : text;
  }

  /// How often each command payload was written to this device, retransmissions not counted.
  Map<String, Integer> written() {
    return written;
  }

  @Override
  void converse() throws IOException {
    if (!observed) {
      confirmed(socket.registration(imei), "");
      // A registration that was sent again replaces the one before, and its observation with it.
      observed = false;
      while (!observed && running()) {
        receive(RESEND);
      }
    }
    while (running()) {
      String payload = current();
      RawCoap message =
          switch (way) {
            case NOTIFY -> socket.notification(payload);
            case BLOCKS -> socket.firstBlock(payload);
            case SEND -> socket.reportBySend(payload);
          };
      if (confirmed(message, payload)) {
        acknowledge(payload);
      } else {
        sentAgain(payload); // told to come back later
      }
    }
  }

  /// Sends a confirmable message until it is acknowledged.
  ///
  /// @return false if the device was stopped before, or the answer is an error
  private boolean confirmed(RawCoap message, String payload) throws IOException {
    for (int sends = 1; running(); sends++) {
      if (sends > 1) {
        sentAgain(payload);
      }
      if (sends % SENDS_BEFORE_RENEWAL == 0) {
        socket.renewLink();
      }
      socket.send(message);
      long deadline = System.nanoTime() + RESEND.toNanos();
      while (System.nanoTime() < deadline) {
        Optional<RawCoap> got = receive(Duration.ofNanos(deadline - System.nanoTime()));
        int type = got.filter(it -> it.mid() == message.mid()).map(RawCoap::type).orElse(-1);
        if (type == RawCoap.ACK) {
          return got.get().code() < RawLwm2m.ERRORS;
        }
        if (type == RawCoap.RST) {
          throw new IllegalStateException(imei + ": the platform forgot the observation: RST");
        }
      }
    }
    return false;
  }

  /// Takes one datagram, answers it if it is a request, and gives it back.
  private Optional<RawCoap> receive(Duration time) throws IOException {
    Optional<RawCoap> message = socket.receive(time);
    if (message.isPresent() && message.get().isRequest()) {
      answer(message.get());
    }
    return message;
  }

  private void answer(RawCoap request) throws IOException {
    if (request.code() == RawLwm2m.GET && request.has(RawCoap.OBSERVE)) {
      observed = true;
      socket.answerObserve(request);
    } else if (request.code() == RawLwm2m.GET) {
      socket.answerBlock(request, current());
    } else {
      if (answered.add(request.identity())) {
        written.merge(new String(request.payload(), StandardCharsets.UTF_8), 1, Integer::sum);
      }
      socket.answer(request, RawLwm2m.CHANGED);
    }
  }

  void close() {
    socket.close();
  }
}
