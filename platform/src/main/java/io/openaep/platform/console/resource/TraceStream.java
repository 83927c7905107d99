package io.openaep.platform.console.resource;

import io.openaep.platform.console.rest.Exchange;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.trace.DeviceTrace;
import io.openaep.platform.trace.TraceEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A device's trace as server-sent events (WHATWG HTML, 9.2), one an entry. It looks into the trace
/// a few times a second instead of being told: so a slow reader costs the doors nothing and needs
/// no queue. An entry is sent once its fate is known, at the latest at the next look but one.
final class TraceStream {
  private static final int AT_A_TIME = 20;
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /// Then the reader asks again; this is also what a reader's thread can outlive it by.
  private static final int LOOKS = 1_200;

  /// A comment, so that a reader that is gone is noticed.
  private static final int LOOKS_PER_COMMENT = 40;

  private static final int ENTRIES = 500;

  private final DeviceTrace trace;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  TraceStream(DeviceTrace trace) {
    this.trace = trace;
  }

  Reply of(String deviceId, List<String> names, long after) {
    if (!places.tryAcquire()) {
      throw new Problem(
          ProblemKind.TOO_MANY,
          "%d traces are being followed, which is the limit; ask for the entries instead."
              .formatted(AT_A_TIME));
    }
    return new Reply.Stream(
        200,
        "text/event-stream",
        out -> {
          try {
            follow(deviceId, names, after, out);
          } finally {
            places.release();
          }
        });
  }

  private void follow(String deviceId, List<String> names, long after, OutputStream out)
      throws IOException {
    send(out, "retry: 1000\n\n");
    long sent = after;
    long seenBefore = after;
    for (int look = 1;
        look <= LOOKS && !trace.isClosed() && !Thread.currentThread().isInterrupted();
        look++) {
      List<TraceEntry> entries = trace.read(deviceId, names, sent, ENTRIES);
      for (TraceEntry entry : entries) {
        if (entry.fate().isEmpty() && entry.sequence() > seenBefore) {
          break;
        }
        send(out, event(entry));
        sent = entry.sequence();
      }
      seenBefore = entries.isEmpty() ? seenBefore : entries.getLast().sequence();
      if (look % LOOKS_PER_COMMENT == 0) {
        send(out, ":\n\n");
      }
      trace.awaitClose(LOOK_EVERY);
    }
  }

  private static String event(TraceEntry entry) {
    String json = new String(Exchange.json(TraceResource.view(entry)), StandardCharsets.UTF_8);
    return "id: " + entry.sequence() + "\ndata: " + json + "\n\n";
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
