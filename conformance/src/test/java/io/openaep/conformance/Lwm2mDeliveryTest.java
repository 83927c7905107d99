package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// When commands leave for LwM2M devices, and what their states promise.
@ExtendWith(SharedPlatform.class)
class Lwm2mDeliveryTest {
  private static final int PSM = 1;
  private static final int DRX = 2;
  private static final Duration NOTHING_FOR = Duration.ofMillis(250);

  private static PlatformProcess platform;
  private static Api api;
  private static Api.Product psm;
  private static Api.Product drx;

  @BeforeAll
  static void makeProducts(PlatformProcess shared) throws IOException {
    platform = shared;
    api = shared.api();
    psm = api.lwm2m("delivery psm", PSM);
    drx = api.lwm2m("delivery drx", DRX);
  }

  /// A device as the API knows it, and the peer that plays it.
  private record Player(Api.Device made, String imei, RawLwm2m peer) implements AutoCloseable {
    static Player in(Api.Product product) throws IOException {
      String imei = SharedPlatform.imei();
      return new Player(api.device(product, true, imei), imei, RawLwm2m.open(platform));
    }

    static Player registeredIn(Api.Product product) throws IOException {
      Player player = in(product);
      player.peer.register(player.imei);
      return player;
    }

    void reaches(String status, String commandId) {
      Eventually.holds(() -> assertThat(api.status(made, commandId)).isEqualTo(status));
    }

    /// The next request must be this write.
    RawCoap write(String payload) throws IOException {
      RawCoap request = peer.nextRequest();
      assertThat(RawLwm2m.written(request)).isEqualTo(payload);
      return request;
    }

    void receivesNothing() throws IOException {
      assertThat(peer.nextRequest(NOTHING_FOR)).isEmpty();
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  @Test
  void commandForSleepingDeviceWaitsForTheUplinkAfterIt() throws IOException {
    try (Player meter = Player.registeredIn(psm)) {
      meter.peer.report("before");
      String command = api.textCommand(meter.made, "open");
      meter.receivesNothing();
      assertThat(api.status(meter.made, command)).isEqualTo(Status.SAVED);
      meter.peer.report("after");
      assertThat(meter.peer.hasUnread()).as("the ACK comes before the command").isFalse();
      RawCoap write = meter.write("open");
      meter.reaches(Status.SENT, command);
      meter.peer.answer(write, RawLwm2m.CHANGED);
      meter.reaches(Status.DELIVERED, command);
    }
  }

  @Test
  void registrationUpdateIsAnUplink() throws IOException {
    String imei = SharedPlatform.imei();
    Api.Device made = api.device(psm, true, imei);
    try (Player meter = new Player(made, imei, RawLwm2m.open(platform))) {
      List<String> location = meter.peer.register(imei);
      String command = api.textCommand(meter.made, "on update");
      meter.receivesNothing();
      RawCoap answer = meter.peer.atLocation(RawLwm2m.POST, location);
      assertThat(answer.code()).isEqualTo(RawLwm2m.CHANGED);
      meter.peer.answer(meter.write("on update"), RawLwm2m.CHANGED);
      meter.reaches(Status.DELIVERED, command);
    }
  }

  @Test
  void twoCommandsLeaveOneAfterTheOther() throws IOException {
    try (Player meter = Player.registeredIn(psm)) {
      String first = api.textCommand(meter.made, "first");
      String second = api.textCommand(meter.made, "second");
      meter.peer.report("awake");
      RawCoap write = meter.write("first");
      meter.receivesNothing();
      assertThat(api.status(meter.made, second)).isEqualTo(Status.SAVED);
      meter.peer.answer(write, RawLwm2m.CHANGED);
      meter.peer.answer(meter.write("second"), RawLwm2m.CHANGED);
      meter.reaches(Status.DELIVERED, first);
      meter.reaches(Status.DELIVERED, second);
    }
  }

  @Test
  void commandForDrxDeviceLeavesAtOnce() throws IOException {
    try (Player meter = Player.registeredIn(drx)) {
      String command = api.textCommand(meter.made, "now");
      meter.peer.answer(meter.write("now"), RawLwm2m.CHANGED);
      meter.reaches(Status.DELIVERED, command);
    }
  }

  @Test
  void emptyAckIsNoDelivery() throws IOException {
    try (Player meter = Player.registeredIn(drx)) {
      String command = api.textCommand(meter.made, "later");
      RawCoap write = meter.write("later");
      byte[] nothing = {};
      meter.peer.send(new RawCoap(RawCoap.ACK, 0, write.mid(), nothing, List.of(), nothing));
      meter.receivesNothing();
      assertThat(api.status(meter.made, command)).isEqualTo(Status.SENT);
      RawCoap late =
          new RawCoap(
              RawCoap.CON,
              RawLwm2m.CHANGED,
              meter.peer.nextMid(),
              write.token(),
              List.of(),
              nothing);
      assertThat(meter.peer.exchange(late).type()).isEqualTo(RawCoap.ACK);
      meter.reaches(Status.DELIVERED, command);
    }
  }

  @Test
  void refusalOfTheDeviceFailsTheCommand() throws IOException {
    try (Player meter = Player.registeredIn(drx)) {
      String command = api.textCommand(meter.made, "no");
      meter.peer.answer(meter.write("no"), 0x85);
      meter.reaches(Status.FAILED, command);
      assertThat(api.command(meter.made, command).toString()).contains("4.05");
    }
  }

  @Test
  void resetByTheDeviceFailsTheCommand() throws IOException {
    try (Player meter = Player.registeredIn(drx)) {
      String command = api.textCommand(meter.made, "what");
      RawCoap write = meter.write("what");
      byte[] nothing = {};
      meter.peer.send(new RawCoap(RawCoap.RST, 0, write.mid(), nothing, List.of(), nothing));
      meter.reaches(Status.FAILED, command);
    }
  }

  @Test
  void commandBeforeTheFirstRegistrationWaitsForIt() throws IOException {
    try (Player meter = Player.in(drx)) {
      String command = api.textCommand(meter.made, "early");
      assertThat(api.status(meter.made, command)).isEqualTo(Status.SAVED);
      assertThat(meter.peer.exchange(meter.peer.registration(meter.imei)).code())
          .isEqualTo(RawLwm2m.CREATED);
      RawCoap request = meter.peer.nextRequest();
      RawCoap other;
      if (request.has(RawCoap.OBSERVE)) {
        meter.peer.answerObserve(request);
        other = meter.peer.nextRequest();
      } else {
        other = request;
      }
      assertThat(RawLwm2m.written(other)).isEqualTo("early");
      meter.peer.answer(other, RawLwm2m.CHANGED);
      meter.reaches(Status.DELIVERED, command);
    }
  }

  @Test
  void commandAfterDeregistrationWaits() throws IOException {
    String imei = SharedPlatform.imei();
    try (Player meter = new Player(api.device(drx, true, imei), imei, RawLwm2m.open(platform))) {
      List<String> location = meter.peer.register(imei);
      assertThat(meter.peer.atLocation(RawLwm2m.DELETE, location).code()).isEqualTo(0x42);
      String command = api.textCommand(meter.made, "gone");
      meter.receivesNothing();
      assertThat(api.status(meter.made, command)).isEqualTo(Status.SAVED);
    }
  }

  @Test
  void expiredCommandIsNeverSent() throws IOException {
    try (Player meter = Player.registeredIn(psm)) {
      String command = api.command(meter.made, Api.textContent("stale"), 1);
      meter.reaches(Status.FAILED, command);
      assertThat(api.command(meter.made, command).toString()).contains("EXPIRED");
      meter.peer.report("awake");
      meter.receivesNothing();
    }
  }

  @Test
  void commandThatMayNotWaitFailsAtOnceWhereTheDeviceSleeps() throws IOException {
    try (Player meter = Player.registeredIn(psm)) {
      String command = api.command(meter.made, Api.textContent("now or never"), 0);
      meter.reaches(Status.FAILED, command);
      meter.peer.report("awake");
      meter.receivesNothing();
    }
  }

  @Test
  void cancelledCommandNeverArrives() throws IOException {
    try (Player meter = Player.registeredIn(psm)) {
      String command = api.textCommand(meter.made, "forget it");
      assertThat(api.cancel(meter.made, command).path("code").asInt(-2)).isZero();
      assertThat(api.status(meter.made, command)).isEqualTo(Status.CANCELLED);
      meter.peer.report("awake");
      meter.receivesNothing();
      assertThat(api.status(meter.made, command)).isEqualTo(Status.CANCELLED);
    }
  }

  @Test
  void sentCommandCannotBeCancelled() throws IOException {
    try (Player meter = Player.registeredIn(drx)) {
      String command = api.textCommand(meter.made, "too late");
      RawCoap write = meter.write("too late");
      assertThat(api.cancel(meter.made, command).path("code").asInt(-2)).isEqualTo(-1);
      meter.peer.answer(write, RawLwm2m.CHANGED);
      meter.reaches(Status.DELIVERED, command);
    }
  }

  @Test
  void unansweredWriteIsRepeatedWithItsMessageId() throws IOException {
    try (Player meter = Player.registeredIn(drx)) {
      String command = api.textCommand(meter.made, "again");
      RawCoap write = meter.write("again");
      RawCoap repeated = meter.peer.receive(Patience.LONGEST).orElseThrow();
      assertThat(repeated.identity()).isEqualTo(write.identity());
      meter.peer.answer(repeated, RawLwm2m.CHANGED);
      meter.reaches(Status.DELIVERED, command);
    }
  }
}
