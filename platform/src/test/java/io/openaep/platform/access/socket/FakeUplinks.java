package io.openaep.platform.access.socket;

import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Uplinks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A journal in the test's hand: it stores at once, or holds every append until the test stores or
/// fails the oldest. Thread-safe.
public final class FakeUplinks implements Uplinks {
  private final List<Inbound> asked = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private boolean holding;
  private boolean full;
  private long position;

  private record Held(Inbound inbound, CompletableFuture<Receipt> stage) {}

  @Override
  public CompletionStage<Receipt> store(Inbound inbound) {
    CompletableFuture<Receipt> stage = new CompletableFuture<>();
    Receipt receipt;
    synchronized (this) {
      asked.add(inbound);
      if (full) {
        return CompletableFuture.failedFuture(new NotStored("no room on the disk"));
      }
      if (holding) {
        held.add(new Held(inbound, stage));
        return stage;
      }
      receipt = new Receipt(++position, false);
    }
    stage.complete(receipt);
    return stage;
  }

  /// From now on nothing is stored before the test says so.
  public synchronized void hold() {
    holding = true;
  }

  /// Everything held is stored, and what comes later at once.
  public void storeAll() {
    synchronized (this) {
      holding = false;
    }
    while (heldCount() > 0) {
      storeOldest();
    }
  }

  public void storeOldest() {
    Held oldest = takeOldest();
    long at;
    synchronized (this) {
      at = ++position;
    }
    oldest.stage().complete(new Receipt(at, false));
  }

  public void failOldest() {
    takeOldest().stage().completeExceptionally(new NotStored("no room on the disk"));
  }

  /// A full disk: appends fail at once, until there is room again.
  public synchronized void full(boolean full) {
    this.full = full;
  }

  public synchronized int heldCount() {
    return held.size();
  }

  /// Everything that was asked to be stored, in order, stored or not.
  public synchronized List<Inbound> asked() {
    return List.copyOf(asked);
  }

  public <T extends Inbound> List<T> asked(Class<T> kind) {
    return asked().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The payloads of the reports, as text.
  public List<String> reported() {
    return asked(Inbound.Report.class).stream().map(it -> it.payload().toUtf8()).toList();
  }

  private synchronized Held takeOldest() {
    return held.removeFirst();
  }
}
