package io.openaep.platform.push.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://example.com                  | false | example.com | 80   | example.com      | /
          https://example.com/a?b=c           | true  | example.com | 443  | example.com      | /a?b=c
          HTTP://example.com:8080/            | false | example.com | 8080 | example.com:8080 | /
          http://[2001:db8::1]:81/x           | false | 2001:db8::1 | 81   | [2001:db8::1]:81 | /x
          http://1.2.3.4:80/%E4%B8%AD         | false | 1.2.3.4     | 80   | 1.2.3.4          | /%E4%B8%AD
          http://example.com/中               | false | example.com | 80   | example.com      | /%E4%B8%AD
          https://example.com:443?x           | true  | example.com | 443  | example.com      | /?x
          """)
  void urlIsTakenApart(
      String url, boolean encrypted, String host, int port, String authority, String target)
      throws BadUrl {
    assertThat(Destination.parse(url))
        .isEqualTo(new Destination(url, encrypted, host, port, authority, target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ftp://example.com         | must begin with http:// or https://
          example.com/push          | must begin with http:// or https://
          //example.com/push        | must begin with http:// or https://
          http:///push              | names no host
          http://a_b.example/       | names no host
          http://user:pw@a.example/ | user name
          http://a.example/#x       | fragment
          http://a.example:0/       | port
          http://a.example:70000/   | port
          http://[fe80::1%25eth0]/  | network interface
          http://a.example/a b      | is not a URL
          http://a.example/%zz      | is not a URL
          """)
  void wrongUrlIsRefusedWithASentence(String url, String sentence) {
    assertThatThrownBy(() -> Destination.parse(url))
        .isInstanceOf(BadUrl.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void lineEndsAndLengthAreRefused() {
    assertThatThrownBy(() -> Destination.parse("http://a.example/\r\nX: y"))
        .isInstanceOf(BadUrl.class);
    assertThatThrownBy(() -> Destination.parse("http://a.example/" + "x".repeat(2048)))
        .hasMessageContaining("2048");
  }

  @Test
  void logsShowNoQuery() throws BadUrl {
    assertThat(Destination.parse("https://a.example:1/b?key=secret").forLogs())
        .isEqualTo("https://a.example:1/b");
  }
}
