package io.openaep.platform.admin;

import io.openaep.platform.store.Backup;
import io.openaep.platform.store.Integrity;
import io.openaep.platform.store.UnusableData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What only the socket can ask for, because it is about files of this machine: a backup, and the
/// integrity of the databases. Every other call goes on to the REST API. Thread-safe.
public final class Housekeeping implements AdminCalls {
  static final String BACKUP = "/local/backup";
  static final String CHECK = "/local/check";

  private static final String JSON = "application/json";
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Path data;
  private final AdminCalls others;

  /// @param data the data directory
  public Housekeeping(Path data, AdminCalls others) {
    this.data = data;
    this.others = others;
  }

  @Override
  public void call(String user, String method, String target, byte[] body, Sink sink)
      throws IOException {
    try {
      switch (target) {
        case BACKUP -> answer(sink, 200, backup(MAPPER.readTree(body)));
        case CHECK -> answer(sink, 200, check(data));
        default -> others.call(user, method, target, body, sink);
      }
    } catch (UnusableData e) {
      answer(sink, 409, Map.of("detail", String.valueOf(e.getMessage())));
    } catch (JacksonException e) {
      answer(sink, 400, Map.of("detail", "the body is no JSON: " + e.getOriginalMessage()));
    }
  }

  private Map<String, Object> backup(JsonNode wanted) {
    Path directory = Path.of(wanted.path("directory").asString(""));
    if (!directory.isAbsolute()) {
      throw new UnusableData("The backup's directory must be an absolute path.");
    }
    return view(Backup.take(data, directory, wanted.path("withKey").asBoolean(false)));
  }

  /// What a backup came to, as JSON members.
  public static Map<String, Object> view(Backup.Written written) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("directory", written.directory().toString());
    members.put("files", written.files().stream().map(it -> it.fileName()).toList());
    members.put("bytes", written.bytes());
    return members;
  }

  /// The state of the databases in a directory, as JSON members.
  public static Map<String, Object> check(Path directory) {
    List<Map<String, Object>> files =
        Integrity.check(directory).stream()
            .map(finding -> {
              Map<String, Object> file = new LinkedHashMap<>();
              file.put("file", finding.file().fileName());
              file.put("whole", finding.isWhole());
              file.put("problems", finding.problems());
              return file;
            })
            .toList();
    return Map.of("files", files);
  }

  private static void answer(Sink sink, int status, Map<String, Object> members)
      throws IOException {
    sink.begin(status, JSON)
        .write(MAPPER.writeValueAsString(members).getBytes(StandardCharsets.UTF_8));
  }
}
