package io.openaep.devices.module.port;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// A pseudo-terminal or a serial device in raw mode, by the few calls of the C library that it
/// takes and `java.lang.foreign` (Linux). Blocks in {@link #read} and {@link #write} at most for
/// the time given; thread-safe as the calls are.
@SuppressWarnings("restricted") // calling the C library is the purpose
final class Terminal implements AutoCloseable {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final MethodHandle OPEN_MASTER = function("posix_openpt", INT, INT);
  private static final MethodHandle GRANT = function("grantpt", INT, INT);
  private static final MethodHandle UNLOCK = function("unlockpt", INT, INT);
  private static final MethodHandle NAME =
      function("ptsname_r", INT, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
  private static final MethodHandle OPEN = function("open", INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle GET_MODE = function("tcgetattr", INT, INT, ValueLayout.ADDRESS);
  private static final MethodHandle MAKE_RAW = nothing("cfmakeraw", ValueLayout.ADDRESS);
  private static final MethodHandle SET_SPEED =
      function("cfsetspeed", INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle SET_MODE =
      function("tcsetattr", INT, INT, INT, ValueLayout.ADDRESS);
  private static final MethodHandle POLL =
      function("poll", INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, INT);
  private static final MethodHandle READ =
      function("read", ValueLayout.JAVA_LONG, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
  private static final MethodHandle WRITE =
      function("write", ValueLayout.JAVA_LONG, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
  private static final MethodHandle CLOSE = function("close", INT, INT);

  private static final MethodHandle ERROR_TEXT =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"),
          FunctionDescriptor.of(ValueLayout.ADDRESS, INT));

  private static final int READ_WRITE_NO_CONTROLLING = 2 | 0x100; // O_RDWR | O_NOCTTY
  private static final int MODE_BYTES = 256; // more than any struct termios
  private static final int NONE = -1;
  private static final int POLL_IN = 1;
  private static final int POLL_OUT = 4;

  private final int ours;
  private final int hold;
  private final String path;

  /// @param ours what is read and written
  /// @param hold the far side of a pseudo-terminal, or {@link #NONE}
  private Terminal(int ours, int hold, String path) {
    this.ours = ours;
    this.hold = hold;
    this.path = path;
  }

  /// A new pseudo-terminal in raw mode. Our own hold on its far side keeps that mode while hosts
  /// come and go.
  static Terminal pseudo() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int master = checked(arena, "posix_openpt", OPEN_MASTER, READ_WRITE_NO_CONTROLLING);
      checked(arena, "grantpt", GRANT, master);
      checked(arena, "unlockpt", UNLOCK, master);
      MemorySegment name = arena.allocate(256);
      int problem = checked(arena, "ptsname_r", NAME, master, name, name.byteSize());
      if (problem != 0) {
        throw new IOException("ptsname_r failed with " + problem);
      }
      int slave = checked(arena, "open", OPEN, name, READ_WRITE_NO_CONTROLLING);
      makeRaw(arena, slave, OptionalInt.empty());
      return new Terminal(master, slave, name.getString(0));
    }
  }

  /// A serial device (or the far side of a pseudo-terminal), 8N1 without flow control.
  ///
  /// @param bitsPerSecond one of the speeds that the system knows, such as 115200
  static Terminal serial(Path device, int bitsPerSecond) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(device.toString());
      int opened;
      try {
        opened = checked(arena, "open", OPEN, name, READ_WRITE_NO_CONTROLLING);
      } catch (IOException e) {
        throw new IOException(
            "cannot open the serial device "
                + device
                + ": "
                + e.getMessage()
                + (Files.exists(device)
                    ? "; this user needs the right to it, often by the group dialout"
                    : "; name one that is there, such as one of /dev/tty*"),
            e);
      }
      Terminal terminal = new Terminal(opened, NONE, device.toString());
      try {
        makeRaw(arena, opened, OptionalInt.of(bitsPerSecond));
      } catch (IOException e) {
        terminal.close();
        throw new IOException(
            device
                + " cannot be a serial port at "
                + bitsPerSecond
                + " bit/s: "
                + e.getMessage()
                + "; name a serial device, and a speed that it has, such as 115200",
            e);
      }
      return terminal;
    }
  }

  private static void makeRaw(Arena arena, int file, OptionalInt bitsPerSecond) throws IOException {
    MemorySegment mode = arena.allocate(MODE_BYTES);
    checked(arena, "tcgetattr", GET_MODE, file, mode);
    invoke(MAKE_RAW, mode);
    if (bitsPerSecond.isPresent()) {
      checked(arena, "cfsetspeed", SET_SPEED, mode, bitsPerSecond.getAsInt());
    }
    checked(arena, "tcsetattr", SET_MODE, file, 0, mode);
  }

  /// The device that a host opens.
  String path() {
    return path;
  }

  /// What the host wrote; nothing if it was silent for `limitMs`.
  ///
  /// @throws EOFException if the device is gone
  byte[] read(int limitMs) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      if (!ready(arena, POLL_IN, limitMs)) {
        return new byte[0];
      }
      MemorySegment buffer = arena.allocate(4096);
      int read = checked(arena, "read", READ, ours, buffer, buffer.byteSize());
      if (read == 0) {
        throw new EOFException("the device is gone");
      }
      return buffer.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /// Writes what fits.
  ///
  /// @return how many bytes were taken; 0 if the host took none for `limitMs`
  int write(byte[] bytes, int offset, int limitMs) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      if (!ready(arena, POLL_OUT, limitMs)) {
        return 0;
      }
      // A terminal that can be written takes at least this much without waiting.
      int length = Math.min(bytes.length - offset, 256);
      MemorySegment buffer = arena.allocate(length);
      MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, length);
      return checked(arena, "write", WRITE, ours, buffer, (long) length);
    }
  }

  private boolean ready(Arena arena, int event, int limitMs) throws IOException {
    MemorySegment request = arena.allocate(8, 4); // struct pollfd: int fd; short events, revents
    request.set(INT, 0, ours);
    request.set(ValueLayout.JAVA_SHORT, 4, (short) event);
    return checked(arena, "poll", POLL, request, 1L, limitMs) > 0;
  }

  @Override
  public void close() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      if (hold != NONE) {
        checked(arena, "close", CLOSE, hold);
      }
      checked(arena, "close", CLOSE, ours);
    }
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle nothing(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
  }

  /// Calls a function that answers below zero when it fails.
  private static int checked(Arena arena, String name, MethodHandle function, Object... arguments)
      throws IOException {
    MemorySegment state = arena.allocate(STATE);
    Object[] all = new Object[arguments.length + 1];
    all[0] = state;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    long result = ((Number) invoke(function, all)).longValue();
    if (result < 0) {
      throw new IOException(reason((int) ERRNO.get(state, 0L)) + " (" + name + ")");
    }
    return (int) result;
  }

  /// What the C library says of an error, such as `No such file or directory`.
  private static String reason(int errno) {
    var text = (MemorySegment) invoke(ERROR_TEXT, errno);
    return text.reinterpret(256).getString(0);
  }

  private static Object invoke(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library threw", e);
    }
  }
}
