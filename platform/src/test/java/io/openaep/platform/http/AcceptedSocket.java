package io.openaep.platform.http;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The server's end of a connection within this process, asked of the system itself: no library
/// hands out the socket that it has accepted.
@SuppressWarnings("restricted") // calling the C library is the purpose
final class AcceptedSocket {
  private static final int ADDRESS_BYTES = 128;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final ValueLayout.OfShort PORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final MethodHandle PEER =
      function(
          "getpeername",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS));
  private static final MethodHandle OPTION =
      function(
          "getsockopt",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS));

  private AcceptedSocket() {}

  private static MethodHandle function(String name, FunctionDescriptor form) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), form);
  }

  /// Whether the socket whose peer has this port sends small segments at once (`TCP_NODELAY`).
  ///
  /// @throws IOException if this process has no such socket
  static boolean sendsAtOnce(int peerPort) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(ADDRESS_BYTES);
      MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
      for (int file : openFiles()) {
        length.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
        boolean connected = 0 == (int) PEER.invokeExact(file, address, length);
        // the port stands behind the family, for IPv4 as for IPv6
        if (connected && Short.toUnsignedInt(address.get(PORT, 2)) == peerPort) {
          length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
          if (0 != (int) OPTION.invokeExact(file, IPPROTO_TCP, TCP_NODELAY, value, length)) {
            throw new IOException("the option cannot be read");
          }
          return value.get(ValueLayout.JAVA_INT, 0) != 0;
        }
      }
      throw new IOException("no socket here has a peer on port " + peerPort);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable never) {
      throw new IllegalStateException(never);
    }
  }

  private static List<Integer> openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.map(it -> Integer.valueOf(it.getFileName().toString())).toList();
    }
  }
}
