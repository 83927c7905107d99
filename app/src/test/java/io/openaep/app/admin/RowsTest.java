package io.openaep.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RowsTest {
  private static final String ROW =
      "{\"deviceId\":\"17\",\"name\":\"a\\u001b[2J\",\"lastHeardAt\":null,\"scopes\":[\"a\",\"b\"]}";

  private static List<String> printed(boolean json) {
    StringWriter out = new StringWriter();
    Rows.print(
        new PrintWriter(out),
        json,
        List.of(JsonMapper.shared().readTree(ROW)),
        "deviceId",
        "name",
        "lastHeardAt",
        "scopes");
    return out.toString().lines().toList();
  }

  @Test
  void headsAreWordsThatPeopleSay() {
    assertThat(printed(false))
        .containsExactly("DEVICE  NAME   LAST HEARD  SCOPES", "17      a?[2J  -           a,b");
    assertThat(Rows.heading("appKey")).isEqualTo("APP KEY");
    assertThat(Rows.heading("at")).isEqualTo("AT");
  }

  @Test
  void programsGetTheRowAsItIs() {
    assertThat(JsonMapper.shared().readTree(printed(true).getFirst()))
        .isEqualTo(JsonMapper.shared().readTree(ROW));
  }
}
