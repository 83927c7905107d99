package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AtParserTest {
  @Test
  void formsAreToldApart() {
    assertThat(AtParser.parse("+CSQ;+CREG?;+CSQ=?;E0&W;S3=13;D10,2;"))
        .containsExactly(
            new AtLine.Execute("+CSQ"),
            new AtLine.Read("+CREG"),
            new AtLine.Test("+CSQ"),
            new AtLine.Basic("E", "0"),
            new AtLine.Basic("&W", ""),
            new AtLine.Basic("S", "3=13"),
            new AtLine.Basic("D", "10,2"));
    assertThat(AtParser.parse("")).isEmpty();
    assertThat(AtParser.parse(" ; ;")).isEmpty();
  }

  @Test
  void optionsOfAHostDriverAreOneLine() throws AtException {
    List<AtLine> line =
        AtParser.parse(
            "+QICFG=\"close/mode\",1;+QICFG=\"viewmode\",1;+QICFG=\"sendinfo\",1"
                + ";+QICFG=\"dataformat\",0,1");
    assertThat(line).hasSize(4);
    AtArguments last = ((AtLine.Write) line.getLast()).arguments();
    assertThat(last.key(0)).isEqualTo("dataformat");
    assertThat(last.number(1, 0, 1)).isZero();
    assertThat(last.number(2, 0, 1)).isEqualTo(1);
    assertThat(last.count()).isEqualTo(3);
  }

  @Test
  void stringsStandWithAndWithoutQuotes() throws AtException {
    AtArguments values = write("+X=\"a b;c,d\", plain text ,0x1F,\"\",,-7");
    assertThat(values.text(0)).isEqualTo("a b;c,d");
    assertThat(values.quoted(0)).isTrue();
    assertThat(values.text(1)).isEqualTo("plain text");
    assertThat(values.quoted(1)).isFalse();
    assertThat(values.text(2)).isEqualTo("0x1F");
    assertThat(values.text(3)).isEmpty();
    assertThat(values.has(3)).isTrue();
    assertThat(values.has(4)).isFalse();
    assertThat(values.number(4, 0, 9, 3)).isEqualTo(3);
    assertThat(values.number(5, -10, 10)).isEqualTo(-7);
    assertThat(values.has(6)).isFalse();
    assertThat(values.optionalText(6)).isEmpty();
  }

  @Test
  void quotesInsideJsonDoNotEndIt() throws AtException {
    AtArguments values = write("+QMTPUB=0,0,0,0,\"t\",\"{\"temp\":22.5,\"on\":1}\"");
    assertThat(values.text(5)).isEqualTo("{\"temp\":22.5,\"on\":1}");
    AtArguments words = write("+QMTPUB=0,0,0,0,\"t\",\"{\"a\":\"x\",\"b\":2}\"");
    assertThat(words.from(5)).isEqualTo("\"{\"a\":\"x\",\"b\":2}\"");
  }

  @Test
  void hexIsReadInEitherCaseAndQuoting() throws AtException {
    AtArguments values = write("+X=0aFF,\"0Aff\",0a1,xy");
    assertThat(values.hex(0)).containsExactly(0x0a, 0xff);
    assertThat(values.hex(1)).containsExactly(0x0a, 0xff);
    assertThatThrownBy(() -> values.hex(2)).isInstanceOf(AtException.class);
    assertThatThrownBy(() -> values.hex(3)).isInstanceOf(AtException.class);
  }

  @Test
  void limitsAreChecked() throws AtException {
    AtArguments values = write("+X=5,\"abc\",99999999999999999999");
    assertThatThrownBy(() -> values.number(0, 6, 9)).isInstanceOf(AtException.class);
    assertThatThrownBy(() -> values.text(1, 2)).isInstanceOf(AtException.class);
    assertThatThrownBy(() -> values.longNumber(2, 0, Long.MAX_VALUE))
        .isInstanceOf(AtException.class);
    assertThatThrownBy(() -> values.number(3, 0, 9)).isInstanceOf(AtException.class);
    assertThatThrownBy(() -> values.atMost(2)).isInstanceOf(AtException.class);
    values.atMost(3);
    assertThat(values.text(1, 3)).isEqualTo("abc");
  }

  @Test
  void nothingAfterTheEqualsSignIsNoValue() {
    assertThat(write("+X=").count()).isZero();
    assertThat(write("+X= ").count()).isZero();
    assertThat(write("+X=,").count()).isEqualTo(2);
    assertThat(write("+X=?x").count()).isEqualTo(1);
  }

  @Test
  void commandsBeforeAMalformedOneAreKept() {
    List<AtLine> line = AtParser.parse("+CSQ;+CS Q;+CREG?");
    assertThat(line).hasSize(2);
    assertThat(line.getFirst()).isEqualTo(new AtLine.Execute("+CSQ"));
    assertThat(line.getLast()).isInstanceOf(AtLine.Malformed.class);
  }

  private static AtArguments write(String body) {
    return ((AtLine.Write) AtParser.parse(body).getFirst()).arguments();
  }
}
