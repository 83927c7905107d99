package io.openaep.devices.module.port;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/// The host's side of a serial line, as two streams: for a program that speaks to a module which is
/// not in this process. Reads block in turns, so that closing ends them.
public final class SerialStreams implements AutoCloseable {
  private static final int TURN_MS = 200;

  private final Terminal terminal;
  private volatile boolean closed;

  private SerialStreams(Terminal terminal) {
    this.terminal = terminal;
  }

  /// @throws IOException with the device and what is wrong with it
  public static SerialStreams open(PortSpec.Serial line) throws IOException {
    return new SerialStreams(Terminal.serial(line.device(), line.bitsPerSecond()));
  }

  /// What the module prints. One reader at a time.
  public InputStream in() {
    return new In();
  }

  public OutputStream out() {
    return new Out();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      terminal.close();
    }
  }

  private final class In extends InputStream {
    private byte[] waiting = new byte[0];
    private int next;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      try {
        while (next == waiting.length && !closed) {
          waiting = terminal.read(TURN_MS);
          next = 0;
        }
      } catch (EOFException _) {
        return -1;
      }
      if (closed) {
        return -1;
      }
      int count = Math.min(length, waiting.length - next);
      System.arraycopy(waiting, next, target, offset, count);
      next += count;
      return count;
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      byte[] bytes = Arrays.copyOfRange(source, offset, offset + length);
      for (int done = 0; done < bytes.length; ) {
        if (closed) {
          throw new IOException("the serial line is closed");
        }
        done += terminal.write(bytes, done, TURN_MS);
      }
    }
  }
}
