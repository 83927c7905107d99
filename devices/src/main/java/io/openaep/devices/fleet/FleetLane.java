package io.openaep.devices.fleet;

import io.netty.channel.EventLoop;
import io.openaep.devices.link.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// One of the fleet's event loops, as the lane of all devices that live on it.
record FleetLane(EventLoop loop, InstantSource clock) implements Lane {
  @Override
  public void run(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Later after(Duration delay, Runnable task) {
    Future<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
