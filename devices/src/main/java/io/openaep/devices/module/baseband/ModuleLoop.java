package io.openaep.devices.module.baseband;

import io.openaep.devices.at.EventLoop;
import io.openaep.devices.link.Lane;
import java.time.Duration;

/// The one thread of a module, as its AT side and its links both know it.
public interface ModuleLoop extends EventLoop, Lane {
  @Override
  Task after(Duration delay, Runnable task);

  /// A task that has not run yet.
  interface Task extends EventLoop.Timer, Lane.Later {
    @Override
    void cancel();
  }
}
