package io.openaep.platform.northbound;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Source;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A session that only notes why it was closed.
final class FakeSession implements DeviceSession {
  private final DeviceRef device;
  volatile Optional<GoneCause> closed = Optional.empty();

  FakeSession(DeviceRef device) {
    this.device = device;
  }

  @Override
  public Source source() {
    return new Source(device, Door.TCP, 1, "127.0.0.1:1");
  }

  @Override
  public CompletionStage<SendOutcome> send(Downlink downlink) {
    return CompletableFuture.completedStage(new SendOutcome.NotSent("a fake sends nothing"));
  }

  @Override
  public void close(GoneCause cause) {
    closed = Optional.of(cause);
  }
}
