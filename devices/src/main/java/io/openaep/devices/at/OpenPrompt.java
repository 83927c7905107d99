package io.openaep.devices.at;

import java.util.Optional;

/// One data prompt from its opening to its last byte. On the loop.
final class OpenPrompt {
  private final EventLoop loop;
  private final ResponseWriter writer;
  private final AtReply.Prompt wanted;
  private final DataCollector collector;
  private final Runnable idleOver;

  /// Whether a line feed that comes now still belongs to the command line's end.
  private boolean skipLineFeed;

  private EventLoop.Timer timer = () -> {};

  /// @param idleOver called when the host was silent for too long; not after {@link #close}
  OpenPrompt(
      EventLoop loop,
      ResponseWriter writer,
      AtReply.Prompt wanted,
      boolean skipLineFeed,
      Runnable idleOver) {
    this.loop = loop;
    this.writer = writer;
    this.wanted = wanted;
    this.collector = new DataCollector(wanted.request());
    this.skipLineFeed = skipLineFeed;
    this.idleOver = idleOver;
  }

  /// Tells the host to begin; data of no bytes is complete with that.
  Optional<DataResult> begin() {
    writer.raw(wanted.request().opening().text());
    restartIdle();
    return collector.begin();
  }

  /// Takes one byte.
  Optional<DataResult> accept(int octet) {
    boolean ofTheLine = skipLineFeed && octet == '\n';
    skipLineFeed = false;
    if (ofTheLine) {
      return Optional.empty();
    }
    if (wanted.request().echo()) {
      writer.echo(octet);
    }
    Optional<DataResult> result = collector.accept(octet);
    if (result.isEmpty()) {
      restartIdle();
    }
    return result;
  }

  private void restartIdle() {
    timer.cancel();
    wanted.request().idle().ifPresent(idle -> timer = loop.after(idle, idleOver));
  }

  AtReply next(DataResult result) {
    return wanted.next().apply(result);
  }

  void close() {
    timer.cancel();
  }
}
