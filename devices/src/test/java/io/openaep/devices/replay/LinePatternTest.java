package io.openaep.devices.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LinePatternTest {
  private final Bindings bindings = new Bindings(Map.of("imei", "868543060974334"));

  @Test
  void plainLinesCompareExactly() {
    assertThat(fits("+CEREG: 0,1", "+CEREG: 0,1")).isTrue();
    assertThat(fits("+CEREG: 0,1", "+CEREG:0,1")).isFalse();
    assertThat(fits("OK", "ok")).isFalse();
    assertThat(fits("a.c", "abc")).isFalse();
  }

  @Test
  void anUnboundNameCapturesAField() {
    assertThat(fits("+QLWURC: \"report\",{rep:int}", "+QLWURC: \"report\",123")).isTrue();
    assertThat(bindings.value("rep")).contains("123");
    assertThat(fits("+QLWURC: \"report_ack\",0,{rep}", "+QLWURC: \"report_ack\",0,124")).isFalse();
    assertThat(fits("+QLWURC: \"report_ack\",0,{rep}", "+QLWURC: \"report_ack\",0,123")).isTrue();
  }

  @Test
  void aFailedMatchBindsNothing() {
    assertThat(fits("+A: {x},1", "+A: 7,2")).isFalse();
    assertThat(bindings.value("x")).isEmpty();
  }

  @Test
  void kindsRestrict() {
    assertThat(fits("{n:int}", "-12")).isTrue();
    assertThat(fits("{m:int}", "1f")).isFalse();
    assertThat(fits("{h:hex}", "1F")).isTrue();
    assertThat(fits("{f}", "a,b")).isFalse();
  }

  @Test
  void aFixtureMustMatchItsValue() {
    assertThat(fits("{imei}", "868543060974334")).isTrue();
    assertThat(fits("{imei}", "868543060974335")).isFalse();
  }

  @Test
  void blanksAndRestMatchWithoutBinding() {
    assertThat(fits("{_},{_}", "1,2")).isTrue();
    assertThat(fits("+X: {*}", "+X: anything, at \"all\"")).isTrue();
  }

  @Test
  void longHexComparesWithoutCase() {
    assertThat(fits("02,68656C6C6F", "02,68656c6c6f")).isTrue();
    assertThat(fits("abc", "ABC")).isFalse();
  }

  @Test
  void jsonBracesAreLiteral() {
    assertThat(fits("{\"temp\":22.5}", "{\"temp\":22.5}")).isTrue();
  }

  @Test
  void oneNameTwiceMustBeTheSame() {
    assertThat(fits("{a},{a}", "1,1")).isTrue();
    assertThat(fits("{b},{b}", "1,2")).isFalse();
  }

  private boolean fits(String template, String line) {
    return LinePattern.matches(template, line, bindings);
  }
}
