package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Content.ServiceRef;
import io.openaep.platform.journal.Event;
import io.openaep.platform.registry.PayloadForm;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Commands of a thing model, and every kind of response to them.
class ResponsesTest extends DispatcherScene {
  private static final ThingModel MODEL =
      ModelJson.read(
          """
          {"services":[
            {"serviceFlag":"set_valve","serviceType":6,
             "parameters":[{"parameterFlag":"valve_onoff","dataType":"enum","enumDetail":{"0":"关","1":"开"}}]},
            {"serviceFlag":"set_valve_resp","serviceType":7,
             "parameters":[{"parameterFlag":"result","dataType":"enum"}]},
            {"serviceFlag":"reboot","serviceType":6},
            {"serviceFlag":"other_resp","serviceId":9100,"serviceType":7,"commandFlag":"set_valve"},
            {"serviceFlag":"lone","serviceId":8500,"serviceType":6}]}
          """);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private ServiceCall call(String service, String parameters) {
    return ServiceCall.of(PayloadForm.FLAT_JSON, MODEL, service, parameters);
  }

  private Command command(long device) {
    ServiceCall call =
        new ServiceCall(
            PayloadForm.FLAT_JSON,
            MODEL.service("set_valve").orElseThrow(),
            call("set_valve", "{\"valve_onoff\":0}").parameters(),
            9001);
    CompletableFuture<Command> result = new CompletableFuture<>();
    NewCommand command = NewCommand.calling(World.ref(device), call, "{}", TTL, "operator");
    world.mailbox.add(() -> world.dispatcher().create(command, result));
    return world.now(result);
  }

  private void respond(long device, long taskId, int service, String values) {
    world.append(
        new Event.Reported(
            world.clock.instant(),
            device,
            1,
            "mqtt",
            "x",
            -1,
            true,
            0,
            Bytes.EMPTY,
            new Content.Response(new ServiceRef(service, "r"), taskId, values, List.of())));
    world.settle();
  }

  private void deliver() {
    world.answer(onlySending(), new SendOutcome.Delivered());
  }

  private List<Event.ResponseIgnored> ignored() {
    return world.journal.read(0, 1_000).stream()
        .map(it -> it.event())
        .filter(Event.ResponseIgnored.class::isInstance)
        .map(Event.ResponseIgnored.class::cast)
        .toList();
  }

  @Test
  void theDeviceGetsTheGuidesBytesWithAscendingTaskIds() {
    world.connect(MQTT);
    Command first = command(MQTT);
    assertThat(onlySending().downlink().payload().toUtf8())
        .isEqualTo("{\"valve_onoff\":0,\"taskId\":1,\"serviceId\":8001}");
    assertThat(onlySending().downlink().channel()).isEqualTo("set_valve");
    deliver();
    assertStatus(first, CommandStatus.DELIVERED);
    command(MQTT);
    assertThat(onlySending().downlink().payload().toUtf8()).contains("\"taskId\":2");
  }

  @Test
  void theDevicesTraceSaysWhyAResponseDidNothing() {
    world.connect(MQTT);
    Command command = command(MQTT);
    deliver();
    respond(MQTT, 7, 9001, "{\"result\":0}");
    respond(MQTT, 1, 9100, "{\"result\":0}");
    respond(MQTT, 1, 9001, "{\"result\":0}");
    respond(MQTT, 1, 9001, "{\"result\":1}");
    assertStatus(command, CommandStatus.COMPLETED);
    assertThat(world.tap.lines())
        .containsExactly(
            "device%d mqtt response with taskId 7 -> ignored: no command of this device has the taskId 7"
                .formatted(MQTT),
            "device%d mqtt response with taskId 1 -> ignored: r does not answer set_valve"
                .formatted(MQTT),
            "device%d mqtt response with taskId 1 -> ignored: the command with this taskId has a response already"
                .formatted(MQTT));
  }

  @Test
  void theTraceOfADeviceThatHasGoneSaysItToo() {
    respond(MQTT, 7, 9001, "{\"result\":0}");
    assertThat(world.tap.lines())
        .containsExactly(
            "device%d mqtt response with taskId 7 -> ignored: no command of this device has the taskId 7"
                .formatted(MQTT));
  }

  @Test
  void aRegistryThatDoesNotAnswerForOneEventHoldsNoOtherLane() {
    world.connect(MQTT);
    world.connect(DRX);
    command(MQTT); // its delivery asks the registry for the response timeout
    Command plain = create(DRX);
    List<World.Sending> both = List.copyOf(world.sendings);
    world.sendings.clear();
    world.registryBroken = true;
    both.forEach(it -> it.outcome().complete(new SendOutcome.Delivered()));
    world.settle();
    world.registryBroken = false;
    assertStatus(plain, CommandStatus.DELIVERED);
    create(DRX);
    assertThat(onlySending().device()).isEqualTo(DRX);
  }

  @Test
  void theMatchingResponseCompletesTheCommand() {
    world.connect(MQTT);
    Command command = command(MQTT);
    deliver();
    respond(MQTT, 1, 9001, "{\"result\":0}");
    assertStatus(command, CommandStatus.COMPLETED);
    assertThat(world.stored(command).detail()).isEqualTo("{\"result\":0}");
    world.advance(TIMEOUT.multipliedBy(3));
    assertStatus(command, CommandStatus.COMPLETED);
    assertThat(ignored()).isEmpty();
  }

  @Test
  void aResponseThatOvertakesTheDeliveryCompletesItAfterwards() {
    world.connect(MQTT);
    Command command = command(MQTT);
    respond(MQTT, 1, 9001, "{\"result\":0}");
    assertStatus(command, CommandStatus.SENT);
    deliver();
    assertStatus(command, CommandStatus.COMPLETED);
  }

  @Test
  void aResponseProvesTheDeliveryThatNobodyConfirmed() {
    world.connect(MQTT);
    Command command = command(MQTT);
    respond(MQTT, 1, 9001, "{\"result\":0}");
    world.answer(onlySending(), new SendOutcome.Unanswered("no PUBACK"));
    assertStatus(command, CommandStatus.COMPLETED);
  }

  @Test
  void aResponseWhileItWaitsToGoAgainEndsTheWait() {
    Addressees.Addressee usual = java.util.Objects.requireNonNull(world.addressees.get(MQTT));
    world.addressees.put(
        MQTT,
        new Addressees.Addressee(
            usual.device(),
            usual.protocol(),
            usual.power(),
            new ProductOptions(
                Duration.ZERO, true, TIMEOUT, java.util.Optional.empty(), List.of())));
    world.connect(MQTT);
    Command command = command(MQTT);
    world.answer(onlySending(), new SendOutcome.Unanswered("connection lost"));
    assertStatus(command, CommandStatus.SENT);
    respond(MQTT, 1, 9001, "{}");
    assertStatus(command, CommandStatus.COMPLETED);
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void withoutAResponseItStaysDeliveredWithTheRemark() {
    world.connect(MQTT);
    Command command = command(MQTT);
    deliver();
    world.advance(TIMEOUT.minusSeconds(1));
    assertThat(world.stored(command).detail()).isEmpty();
    world.advance(Duration.ofSeconds(2));
    assertStatus(command, CommandStatus.DELIVERED);
    assertThat(world.stored(command).detail()).contains("no response came");
  }

  @Test
  void aLateResponseIsKeptAndTheStatusStays() {
    world.connect(MQTT);
    Command command = command(MQTT);
    deliver();
    world.advance(TIMEOUT.plusSeconds(1));
    respond(MQTT, 1, 9001, "{\"result\":1}");
    assertStatus(command, CommandStatus.DELIVERED);
    assertThat(world.stored(command).detail()).contains("came late: {\"result\":1}");
    assertThat(ignored())
        .singleElement()
        .satisfies(it -> assertThat(it.reason()).contains("response timeout was over"));
  }

  @Test
  void aResponseAfterTimeoutIsKeptAsLate() {
    world.connect(MQTT);
    Command command = command(MQTT);
    world.answer(onlySending(), new SendOutcome.Unanswered("connection lost"));
    assertStatus(command, CommandStatus.FAILED);
    respond(MQTT, 1, 9001, "{\"result\":0}");
    assertStatus(command, CommandStatus.FAILED);
    String detail = world.stored(command).detail();
    assertThat(detail).contains("came late: {\"result\":0}");
    assertThat(ignored().getFirst().reason()).contains("the command had ended as TIMEOUT");
    assertThat(ignored().getFirst().command()).isEqualTo(command.id());
    respond(MQTT, 1, 9001, "{\"result\":1}");
    assertThat(world.stored(command).detail()).as("of the first alone").isEqualTo(detail);
  }

  @Test
  void aSecondResponseChangesNothing() {
    world.connect(MQTT);
    Command command = command(MQTT);
    deliver();
    respond(MQTT, 1, 9001, "{\"result\":0}");
    respond(MQTT, 1, 9001, "{\"result\":1}");
    assertThat(world.stored(command).detail()).isEqualTo("{\"result\":0}");
    assertThat(ignored())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.command()).as("nobody is told of it").isZero();
          assertThat(it.reason()).contains("has a response already");
        });
  }

  @Test
  void aForeignTaskIdOrServiceChangesNothing() {
    world.connect(MQTT);
    Command command = command(MQTT);
    deliver();
    respond(MQTT, 77, 9001, "{}");
    respond(DRX, 1, 9001, "{}");
    respond(MQTT, 1, 9005, "{}");
    assertStatus(command, CommandStatus.DELIVERED);
    assertThat(ignored()).allMatch(it -> it.command() == 0);
    assertThat(ignored())
        .extracting(Event.ResponseIgnored::reason)
        .satisfiesExactly(
            it -> assertThat(it).contains("no command of this device has the taskId 77"),
            it -> assertThat(it).contains("no command of this device has the taskId 1"),
            it -> assertThat(it).contains("does not answer set_valve"));
    respond(MQTT, 1, 9001, "{}");
    assertStatus(command, CommandStatus.COMPLETED);
  }

  @Test
  void aResponseToWhatHasNotLeftIsIgnored() {
    Command command = command(PSM);
    respond(PSM, 1, 9001, "{}");
    assertStatus(command, CommandStatus.SAVED);
    assertThat(ignored().getFirst().reason()).contains("has not been sent yet");
  }

  @Test
  void aRestartLosesNoResponseThatWasStored() {
    world.connect(MQTT);
    Command command = command(MQTT);
    deliver();
    world.append(
        new Event.Reported(
            world.clock.instant(),
            MQTT,
            1,
            "mqtt",
            "x",
            -1,
            true,
            0,
            Bytes.EMPTY,
            new Content.Response(new ServiceRef(9001, "r"), 1, "{\"result\":0}", List.of())));
    world.journal.commitOne();
    world.crash();
    world.settle();
    assertStatus(command, CommandStatus.COMPLETED);
  }

  @Test
  void aRestartGoesOnWaitingForTheResponse() {
    world.connect(MQTT);
    Command answered = command(MQTT);
    deliver();
    Command silent = command(MQTT);
    deliver();
    world.crash();
    world.settle();
    respond(MQTT, 1, 9001, "{}");
    assertStatus(answered, CommandStatus.COMPLETED);
    world.advance(TIMEOUT.plusSeconds(1));
    assertThat(world.stored(silent).detail()).contains("no response came");
    assertThat(command(MQTT).id()).isPositive();
    world.connect(MQTT);
    world.settle();
    assertThat(onlySending().downlink().payload().toUtf8()).contains("\"taskId\":3");
  }

  @Test
  void parametersAreCheckedBeforeAnythingIsStored() {
    assertThatThrownBy(() -> call("set_valve", "{\"valve_onoff\":2}"))
        .isInstanceOf(CommandRefused.class)
        .hasMessageContaining("valve_onoff 2 is none of its enum numbers");
    assertThatThrownBy(() -> call("set_valve", "{}"))
        .hasMessageContaining("valve_onoff of set_valve is missing");
    assertThatThrownBy(() -> call("set_valve_resp", "{\"result\":0}"))
        .hasMessageContaining("no command service set_valve_resp");
  }

  @Test
  void theModelSaysWhichResponseIsAwaited() {
    assertThat(call("set_valve", "{\"valve_onoff\":1}").answer()).isEqualTo(Event.Task.ANY);
    assertThat(call("lone", "{}").answer()).isEqualTo(Event.Task.NONE);
  }
}
