package io.openaep.platform.access.lwm2m.coap;

import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.elements.EndpointContext;

/// A sink whose appends the test releases or fails; they end on a thread of their own, as the
/// journal's do.
final class SinkThatWaits implements NotificationSink, AutoCloseable {
  enum Mode {
    STORE,
    WAIT,
    FAIL,
    THROW
  }

  final List<Notification> arrived = new CopyOnWriteArrayList<>();
  final List<Notification> stored = new CopyOnWriteArrayList<>();
  final List<String> refusals = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("writer").daemon().factory());
  volatile Mode mode = Mode.STORE;

  private record Waiting(Notification notification, CompletableFuture<Receipt> stage) {}

  @Override
  public CompletionStage<Receipt> arrived(Notification notification) {
    arrived.add(notification);
    CompletableFuture<Receipt> stage = new CompletableFuture<>();
    Waiting append = new Waiting(notification, stage);
    switch (mode) {
      case STORE -> writer.execute(() -> commit(append));
      case WAIT -> waiting.add(append);
      case FAIL -> writer.execute(() -> stage.completeExceptionally(new NotStored("disk full")));
      case THROW -> throw new IllegalStateException("a defect in the sink");
    }
    return stage;
  }

  private void commit(Waiting append) {
    stored.add(append.notification());
    append.stage().complete(new Receipt(stored.size(), false));
  }

  void commitWaiting() {
    for (Waiting append : takeWaiting()) {
      writer.execute(() -> commit(append));
    }
  }

  void failWaiting() {
    for (Waiting append : takeWaiting()) {
      writer.execute(() -> append.stage().completeExceptionally(new NotStored("disk full")));
    }
  }

  private List<Waiting> takeWaiting() {
    List<Waiting> taken = new ArrayList<>();
    waiting.drainTo(taken);
    return taken;
  }

  List<String> storedTexts() {
    return stored.stream().map(it -> it.payload().toUtf8()).toList();
  }

  @Override
  public void refused(Token token, EndpointContext peer, String kind, String reason) {
    refusals.add(kind);
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
