package io.openaep.devices.replay;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.cloud.Cloud.CloudDevice;
import io.openaep.devices.cloud.Cloud.CloudProduct;
import io.openaep.devices.cloud.Cloud.CloudReport;
import io.openaep.devices.cloud.Cloud.ProductPlan;
import io.openaep.devices.cloud.Cloud.ProductPlan.Kind;
import io.openaep.devices.cloud.CloudException;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The platform's side of a transcript, through the northbound API: makes a product and a device,
/// sends commands, checks what arrived. Removes what it made when it is closed, unless it is to be
/// kept.
public final class CloudStage implements Stage {
  private static final Logger LOG = LoggerFactory.getLogger(CloudStage.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Cloud cloud;
  private final String name;
  private final boolean keep;
  private Optional<PlatformStep.MakeProduct> plan = Optional.empty();
  private Optional<CloudProduct> product = Optional.empty();
  private Optional<CloudDevice> device = Optional.empty();
  private Optional<String> command = Optional.empty();
  private int reportsChecked;

  /// @param name of the product, unique on the platform
  /// @param keep leave product and device on the platform
  public CloudStage(Cloud cloud, String name, boolean keep) {
    this.cloud = cloud;
    this.name = name;
    this.keep = keep;
  }

  @Override
  public void perform(String step, StageBindings bindings) throws StepFailed, InterruptedException {
    try {
      switch (PlatformStep.parse(step)) {
        case PlatformStep.MakeProduct it -> makeProduct(it);
        case PlatformStep.MakeDevice it -> makeDevice(it, bindings);
        case PlatformStep.NoDevice _ -> checkNoDevice();
        case PlatformStep.CheckOnline it -> checkOnline(it.online());
        case PlatformStep.CheckReceived it -> checkReceived(it.payload());
        case PlatformStep.MakeCommand it -> makeCommand(it);
        case PlatformStep.CheckCommand it -> checkCommand(it.state());
      }
    } catch (CloudException e) {
      throw new StepFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private void makeProduct(PlatformStep.MakeProduct step) throws CloudException {
    plan = Optional.of(step);
    product =
        Optional.of(
            cloud.createProduct(
                new ProductPlan(
                    name, step.kind(), step.dtls(), step.powerModel(), step.endpoint())));
  }

  private void makeDevice(PlatformStep.MakeDevice step, StageBindings bindings)
      throws CloudException, StepFailed {
    PlatformStep.MakeProduct its = plan.orElseThrow(() -> missing("product"));
    CloudDevice made =
        cloud.createDevice(
            product.orElseThrow(() -> missing("product")),
            its.kind() == Kind.LWM2M,
            step.number(),
            step.pskHex(),
            step.observe());
    device = Optional.of(made);
    bindings.bind("deviceid", made.deviceId());
    if (!made.token().isEmpty()) {
      bindings.bind("token", made.token());
    }
    if (its.kind() == Kind.TCP) {
      String login = login(made);
      bindings.bind("login", login);
      bindings.bind("login_len", Integer.toString(login.length() / 2));
    }
  }

  /// The login frame of the TCP protocol 1.0, as hex: 0x01, then device id, password and version,
  /// each behind its two-byte length (AEP device protocols, 3.1).
  private static String login(CloudDevice device) {
    return "01" + counted(device.deviceId()) + counted(device.token()) + counted("1.0");
  }

  private static String counted(String text) {
    Bytes bytes = Bytes.utf8(text);
    return String.format(Locale.ROOT, "%04x", bytes.size()) + bytes.toHex();
  }

  private void checkNoDevice() throws StepFailed {
    if (device.isPresent()) {
      throw new StepFailed("this transcript has already made device " + device.get().deviceId());
    }
  }

  private void checkOnline(boolean online) throws CloudException, StepFailed, InterruptedException {
    CloudDevice its = device.orElseThrow(() -> missing("device"));
    long deadline = deadline();
    while (cloud.online(its) != online) {
      if (late(deadline)) {
        throw new StepFailed("the platform shows the device " + (online ? "offline" : "online"));
      }
      Thread.sleep(POLL);
    }
  }

  private void checkReceived(Bytes payload)
      throws CloudException, StepFailed, InterruptedException {
    CloudDevice its = device.orElseThrow(() -> missing("device"));
    long deadline = deadline();
    List<CloudReport> reports = cloud.reports(its);
    while (reports.size() <= reportsChecked) {
      if (late(deadline)) {
        throw new StepFailed("no report beyond the " + reportsChecked + " checked before");
      }
      Thread.sleep(POLL);
      reports = cloud.reports(its);
    }
    Bytes got = Bytes.wrap(Base64.getDecoder().decode(reports.get(reportsChecked).base64()));
    reportsChecked++;
    if (!got.equals(payload)) {
      throw new StepFailed("the platform received '" + got.toUtf8() + "'");
    }
  }

  private void makeCommand(PlatformStep.MakeCommand step) throws CloudException, StepFailed {
    Map<String, Object> content =
        plan.orElseThrow(() -> missing("product")).kind() == Kind.MQTT
            ? Map.of("payload", json(step.payload()))
            : step.hex()
                ? Map.of("dataType", 2, "payload", step.payload().toHex())
                : Map.of("dataType", 1, "payload", step.payload().toUtf8());
    command = Optional.of(cloud.command(device.orElseThrow(() -> missing("device")), content));
  }

  private static Object json(Bytes payload) throws StepFailed {
    try {
      return JsonMapper.shared().readTree(payload.toUtf8());
    } catch (JacksonException e) {
      throw new StepFailed("an MQTT device is sent JSON, not '" + payload.toUtf8() + "'", e);
    }
  }

  private void checkCommand(String state) throws CloudException, StepFailed, InterruptedException {
    CloudDevice its = device.orElseThrow(() -> missing("device"));
    String id = command.orElseThrow(() -> missing("send"));
    long deadline = deadline();
    String got = cloud.commandStatus(its, id);
    while (!got.equals(state)) {
      if (late(deadline)) {
        throw new StepFailed("the platform shows the command as " + got);
      }
      Thread.sleep(POLL);
      got = cloud.commandStatus(its, id);
    }
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  private static boolean late(long deadline) {
    return System.nanoTime() > deadline;
  }

  private static StepFailed missing(String what) {
    return new StepFailed("no '" + what + "' step came before this one");
  }

  @Override
  public void close() {
    if (keep) {
      return;
    }
    try {
      if (device.isPresent()) {
        cloud.deleteDevice(device.get());
      }
      if (product.isPresent()) {
        cloud.deleteProduct(product.get());
      }
    } catch (CloudException e) {
      LOG.warn("replay left product=\"{}\" on the platform: {}", name, e.getMessage());
    }
  }
}
