package io.openaep.platform.admin;

import io.openaep.wire.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Calls the REST API of the platform that runs on a data directory, over its socket. Blocking.
///
/// @param directory the data directory
public record AdminClient(Path directory) {
  /// What came back.
  ///
  /// @param contentType empty if there is no body
  public record Answer(int status, String contentType, Bytes body) {}

  /// Takes a backup: `{"directory":"/…","withKey":false}`.
  public static final String BACKUP = Housekeeping.BACKUP;

  /// Reads every database.
  public static final String CHECK = Housekeeping.CHECK;

  /// Whether a platform answers. One that was killed leaves its socket behind.
  public boolean isThere() {
    Path file = socket();
    if (!Files.exists(file)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return SocketFile.at(file, channel::connect);
    } catch (IOException _) {
      return false;
    }
  }

  private Path socket() {
    return directory.toAbsolutePath().normalize().resolve(SocketFile.NAME);
  }

  /// One call.
  ///
  /// @param target path and query, such as `/api/tokens?limit=10`
  /// @throws IOException with a sentence if no platform runs there, or it cannot be reached
  public Answer call(String method, String target, byte[] body) throws IOException {
    Path file = socket();
    if (!Files.exists(file)) {
      throw noPlatform(null);
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      boolean _ = SocketFile.at(file, channel::connect);
      OutputStream out = Channels.newOutputStream(channel);
      Map<String, Object> head = new LinkedHashMap<>();
      head.put("method", method);
      head.put("target", target);
      Frames.writeHead(out, head);
      out.write(body);
      channel.shutdownOutput();
      InputStream in = Channels.newInputStream(channel);
      JsonNode answer = Frames.readHead(in);
      return new Answer(
          answer.path("status").asInt(),
          answer.path("contentType").asString(),
          Bytes.wrap(in.readAllBytes()));
    } catch (ConnectException e) {
      throw noPlatform(e);
    } catch (EOFException e) {
      throw new IOException(
          "The platform on %s ended before it answered; its log says why. Start it and try again."
              .formatted(directory),
          e);
    } catch (java.nio.file.AccessDeniedException | java.net.SocketException e) {
      throw new IOException(
          "The platform on %s cannot be reached (%s); call as the user who runs it."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private IOException noPlatform(@org.jspecify.annotations.Nullable Throwable cause) {
    return new IOException(
        "No platform runs on %s; start it with openaep serve, or say where its data is with --data."
            .formatted(directory),
        cause);
  }
}
