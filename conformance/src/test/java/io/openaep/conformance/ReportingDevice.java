package io.openaep.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A device that reports one payload after the other, for as long as it is not stopped: it repeats
/// a payload until that is acknowledged, through lost connections and a platform that is gone. It
/// remembers what was acknowledged and what it sent more than once.
public abstract class ReportingDevice implements Runnable {
  private final String name;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> repeated = ConcurrentHashMap.newKeySet();
  private volatile String fault = "";
  private volatile boolean stopped;
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private volatile Duration pause = Duration.ZERO;
  private long begun;
  private int sequence;

  ReportingDevice(String name) {
    this.name = name;
  }

  @Override
  public final void run() {
    while (!stopped) {
      try {
        converse();
      } catch (IOException _) {
        // The platform was killed or the connection cut: begin again.
        LockSupport.parkNanos(10_000_000L);
      } catch (IllegalStateException e) {
        fault = String.valueOf(e.getMessage());
        stop();
      }
    }
  }

  /// Connects and reports until it is stopped or the connection breaks.
  abstract void converse() throws IOException;

  /// The form of a payload on this protocol.
  abstract String payload(String text);

  /// The payload to send now: the same one until it is acknowledged.
  final String current() {
    if (begun == 0) {
      begun = System.nanoTime();
    }
    return payload(name + "-" + sequence);
  }

  final void acknowledge(String payload) {
    acknowledged.add(payload);
    nanos.add(System.nanoTime() - begun);
    begun = 0;
    sequence++;
    LockSupport.parkNanos(pause.toNanos());
  }

  /// Rests so long after each acknowledgement.
  final void pause(Duration length) {
    pause = length;
  }

  /// From wanting to report to each acknowledgement, through all that went wrong meanwhile.
  final List<Long> nanos() {
    synchronized (nanos) {
      return List.copyOf(nanos);
    }
  }

  final void sentAgain(String payload) {
    repeated.add(payload);
  }

  final boolean running() {
    return !stopped;
  }

  final void stop() {
    stopped = true;
  }

  /// What the platform did that no device should see; empty if nothing.
  final String fault() {
    return fault;
  }

  final Set<String> acknowledged() {
    return acknowledged;
  }

  final Set<String> repeated() {
    return repeated;
  }
}
