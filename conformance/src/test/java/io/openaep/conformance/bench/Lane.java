package io.openaep.conformance.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/// One connection of the load generator: sends the next burst and counts what came back
/// acknowledged. Driven by one selector thread.
interface Lane {
  SelectableChannel channel();

  /// Sends the next messages, after the former ones were acknowledged.
  void send() throws IOException;

  /// Reads what is there.
  ///
  /// @param scratch free to use
  /// @return messages acknowledged by it
  int receive(ByteBuffer scratch) throws IOException;

  /// Whether everything sent is acknowledged.
  boolean idle();

  /// Sends what is unanswered again, where the transport may lose; nothing on a stream.
  void repeat() throws IOException;
}
