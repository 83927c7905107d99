package io.openaep.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// An LwM2M client over plain CoAP in literal bytes, in lockstep: it sends what the test says,
/// answers nothing by itself, and never sends anything twice. One socket, one thread.
final class RawLwm2m implements AutoCloseable {
  static final int GET = 0x01;
  static final int POST = 0x02;
  static final int PUT = 0x03;
  static final int DELETE = 0x04;
  static final int CREATED = 0x41;
  static final int CHANGED = 0x44;
  static final int CONTENT = 0x45;
  static final int ERRORS = 0x80;
  private static final byte[] NOTHING = {};
  private static final int BLOCK_BYTES = 16;
  private static final Duration PATIENCE = Patience.LONGEST;

  private final RawLink link;
  private final Deque<RawCoap> unread = new ArrayDeque<>();
  private final Set<String> requests = new HashSet<>();
  private byte[] observed = NOTHING;
  private int mid = ThreadLocalRandom.current().nextInt(65_536);
  private int observe = 1;

  /// @param host `127.0.0.1` or `::1`
  RawLwm2m(String host, int port) throws IOException {
    this(RawLink.udp(InetAddress.ofLiteral(host), port));
  }

  RawLwm2m(RawLink link) {
    this.link = link;
  }

  static RawLwm2m open(PlatformProcess platform) throws IOException {
    return new RawLwm2m("127.0.0.1", platform.port("lwm2m"));
  }

  /// A registration with objects 1, 3 and 19 and a lifetime of a day.
  ///
  /// @param endpoint the value of `ep`
  RawCoap registration(String endpoint) {
    return request(
        POST,
        List.of(
            RawCoap.Option.text(RawCoap.URI_PATH, "rd"),
            RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 40),
            RawCoap.Option.text(RawCoap.URI_QUERY, "ep=" + endpoint),
            RawCoap.Option.text(RawCoap.URI_QUERY, "lt=86400"),
            RawCoap.Option.text(RawCoap.URI_QUERY, "lwm2m=1.0"),
            RawCoap.Option.text(RawCoap.URI_QUERY, "b=U")),
        "</1/0>,</3/0>,</19/0>,</19/1>");
  }

  /// A confirmable request.
  RawCoap request(int code, List<RawCoap.Option> options, String payload) {
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    return new RawCoap(RawCoap.CON, code, nextMid(), new byte[] {1, 2, 3, 4}, options, body);
  }

  /// A confirmable notification of `/19/0/0` on the token of the platform's observe.
  RawCoap notification(String payload) {
    return notification(payload.getBytes(StandardCharsets.UTF_8));
  }

  RawCoap notification(byte[] payload) {
    return new RawCoap(
        RawCoap.CON,
        CONTENT,
        nextMid(),
        observed,
        List.of(
            RawCoap.Option.number(RawCoap.OBSERVE, observe++),
            RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 42)),
        payload);
  }

  /// The first of the blocks, of 16 bytes each, in which a notification comes (RFC 7959, 2.6). It
  /// is acknowledged when the platform has fetched the others and stored them all.
  RawCoap firstBlock(String payload) {
    return new RawCoap(
        RawCoap.CON,
        CONTENT,
        nextMid(),
        observed,
        List.of(
            RawCoap.Option.number(RawCoap.OBSERVE, observe++),
            RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 42),
            RawCoap.Option.number(RawCoap.BLOCK2, block(payload, 0))),
        part(payload, 0));
  }

  /// Answers the platform's GET for a further block.
  void answerBlock(RawCoap request, String payload) throws IOException {
    int number = request.value(RawCoap.BLOCK2) >> 4;
    List<RawCoap.Option> options =
        List.of(
            RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 42),
            RawCoap.Option.number(RawCoap.BLOCK2, block(payload, number)));
    send(answer(request, CONTENT, options, part(payload, number)));
  }

  private static int block(String payload, int number) {
    boolean more = payload.length() > (number + 1) * BLOCK_BYTES;
    return number << 4 | (more ? 8 : 0);
  }

  private static byte[] part(String payload, int number) {
    int from = Math.min(payload.length(), number * BLOCK_BYTES);
    int to = Math.min(payload.length(), from + BLOCK_BYTES);
    return payload.substring(from, to).getBytes(StandardCharsets.UTF_8);
  }

  /// A confirmable Send (LwM2M 1.1, 6.4.7) of `/19/0/0` in SenML JSON.
  RawCoap reportBySend(String payload) {
    String value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    return request(
        POST,
        List.of(
            RawCoap.Option.text(RawCoap.URI_PATH, "dp"),
            RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 110)),
        "[{\"n\":\"/19/0/0\",\"vd\":\"%s\"}]".formatted(value));
  }

  /// The platform seems to know nothing of this link any more.
  void renewLink() throws IOException {
    link.renew();
  }

  /// Registers and answers the platform's observe.
  ///
  /// @return the location, segment by segment
  List<String> register(String endpoint) throws IOException {
    RawCoap answer = exchange(registration(endpoint));
    if (answer.code() != CREATED) {
      throw new IOException("registration refused: " + answer);
    }
    RawCoap request = nextRequest();
    if (request.code() != GET || !request.has(RawCoap.OBSERVE)) {
      throw new IOException("expected the observe, got " + request);
    }
    answerObserve(request);
    return answer.texts(RawCoap.LOCATION_PATH);
  }

  /// Answers an observe with its first value.
  void answerObserve(RawCoap request) throws IOException {
    observed = request.token();
    List<RawCoap.Option> options =
        List.of(
            RawCoap.Option.number(RawCoap.OBSERVE, observe++),
            RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 42));
    send(answer(request, CONTENT, options, "first".getBytes(StandardCharsets.UTF_8)));
  }

  /// Sends a registration update or a deregistration to the location.
  RawCoap atLocation(int code, List<String> location) throws IOException {
    List<RawCoap.Option> options = new ArrayList<>();
    location.forEach(it -> options.add(RawCoap.Option.text(RawCoap.URI_PATH, it)));
    return exchange(request(code, options, ""));
  }

  /// Reports and waits for the acknowledgement.
  void report(String payload) throws IOException {
    RawCoap answer = exchange(notification(payload));
    if (answer.type() != RawCoap.ACK) {
      throw new IOException("expected the ACK of a notification, got " + answer);
    }
  }

  /// Sends a confirmable message and waits for the ACK or RST that belongs to it; what else comes
  /// meanwhile is kept unread.
  RawCoap exchange(RawCoap message) throws IOException {
    send(message);
    return answerTo(message, PATIENCE)
        .orElseThrow(() -> new IOException("no answer to " + message));
  }

  Optional<RawCoap> answerTo(RawCoap message, Duration time) throws IOException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<RawCoap> got = receive(Duration.ofNanos(deadline - System.nanoTime()));
      if (got.isPresent() && got.get().mid() == message.mid() && got.get().type() >= RawCoap.ACK) {
        return got;
      }
      got.ifPresent(unread::add);
    }
    return Optional.empty();
  }

  /// Whether the platform has sent something that the test has not looked at.
  boolean hasUnread() {
    return !unread.isEmpty();
  }

  RawCoap nextRequest() throws IOException {
    return nextRequest(PATIENCE).orElseThrow(() -> new IOException("no request came"));
  }

  /// The next request of the platform, its retransmissions passed over.
  Optional<RawCoap> nextRequest(Duration time) throws IOException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!unread.isEmpty() || System.nanoTime() < deadline) {
      Optional<RawCoap> got =
          unread.isEmpty()
              ? receive(Duration.ofNanos(deadline - System.nanoTime()))
              : Optional.of(unread.remove());
      if (got.isPresent() && got.get().isRequest() && requests.add(got.get().identity())) {
        return got;
      }
    }
    return Optional.empty();
  }

  /// The payload of a write to `/19/1/0`.
  static String written(RawCoap request) throws IOException {
    if (request.code() != PUT || !request.texts(RawCoap.URI_PATH).equals(List.of("19", "1", "0"))) {
      throw new IOException("expected PUT /19/1/0, got " + request);
    }
    return new String(request.payload(), StandardCharsets.UTF_8);
  }

  /// Answers a request without content.
  void answer(RawCoap request, int code) throws IOException {
    send(answer(request, code, List.of(), NOTHING));
  }

  static RawCoap answer(RawCoap request, int code, List<RawCoap.Option> options, byte[] payload) {
    return new RawCoap(RawCoap.ACK, code, request.mid(), request.token(), options, payload);
  }

  /// The next datagram, whatever it is.
  Optional<RawCoap> receive(Duration time) throws IOException {
    return link.receive(time).map(it -> RawCoap.decode(it, it.length));
  }

  void send(RawCoap message) throws IOException {
    send(message.encode());
  }

  void send(byte[] bytes) throws IOException {
    link.send(bytes);
  }

  int nextMid() {
    mid = (mid + 1) % 65_536;
    return mid;
  }

  /// The port of this end, by which the platform's log names it.
  int localPort() {
    return link.localPort();
  }

  @Override
  public void close() {
    link.close();
  }
}
