package io.openaep.conformance;

import java.io.IOException;
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
    return payload(name + "-" + sequence);
  }

  final void acknowledge(String payload) {
    acknowledged.add(payload);
    sequence++;
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
