package io.openaep.platform.northbound.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The codes and texts of AEP's documents (AEP northbound, section 2), written out once more.
class AepCodeTest {
  private static final Set<String> DOCUMENTED =
      Set.of(
          "0 ok",
          "-1 参数校验失败",
          "-1 指令取消失败",
          "1002 此产品不存在",
          "1045 公共产品查询失败",
          "1101 设备编号已存在",
          "1102 操作设备信息表失败",
          "1104 此设备不存在",
          "1105 获取设备token失败",
          "2101 创建群组失败",
          "2102 编辑群组失败",
          "2104 删除群组失败",
          "2106 编辑群组关联失败",
          "2304 查看标准物模型失败",
          "8001 设备档案创建失败",
          "8011 设备档案查询失败",
          "8800 内部错误，请联系管理员",
          "8802 参数解析失败",
          "8803 参数验证失败",
          "2010115 IMEI号已存在");

  /// A caller cannot bring them about from outside: `LargeListsTest` and `DeviceCommandTest` do.
  private static final List<Integer> WITHIN = List.of(1102, 8800);

  @Test
  void everyDocumentedCodeIsKnownWithItsTextAndNoOther() {
    assertThat(
            Arrays.stream(AepCode.values())
                .map(it -> it.code() + " " + it.text())
                .collect(Collectors.toSet()))
        .isEqualTo(DOCUMENTED);
  }

  @Test
  void everyDocumentedCodeIsAskedForByTheTour() throws IOException {
    String tour = Files.readString(Path.of("..", "examples", "northbound-tour.py"));
    for (AepCode code : AepCode.values()) {
      if (!WITHIN.contains(code.code())) {
        assertThat(tour)
            .as("%d %s", code.code(), code.text())
            .containsPattern("(?<![\\d.])" + code.code() + "(?!\\d)");
      }
    }
  }
}
