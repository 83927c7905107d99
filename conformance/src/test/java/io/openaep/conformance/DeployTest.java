package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The dashboard and the alert rules ask for metrics and labels that the started program has, and
/// say what they mean; the operator's page says what to do at each alert.
@ExtendWith(SharedPlatform.class)
class DeployTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:openaep|process|jvm)_[a-z0-9_]+)(\\{[^}]*})?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+) ?(?:=~|!=|!~|=) ?\"");
  private static final Pattern BY = Pattern.compile("by \\(([a-z_, ]+)\\)");

  private static Path deploy(String file) {
    return PlatformProcess.root().resolve("deploy").resolve(file);
  }

  @Test
  void everyExpressionAsksForWhatExists(PlatformProcess platform) throws IOException {
    Map<String, Set<String>> labels = metrics(platform);
    List<String> expressions = new ArrayList<>();
    dashboard()
        .path("panels")
        .forEach(panel ->
            panel.path("targets").forEach(it -> expressions.add(it.path("expr").asString())));
    rules().forEach(rule -> expressions.add(rule.get("expr")));
    assertThat(expressions).hasSizeGreaterThan(25);
    for (String expression : expressions) {
      List<MatchResult> asked = METRIC.matcher(expression).results().toList();
      assertThat(asked).as(expression).isNotEmpty();
      Set<String> known = new TreeSet<>(Set.of("job"));
      for (MatchResult metric : asked) {
        assertThat(labels).as(expression).containsKey(metric.group(1));
        Set<String> its = new TreeSet<>(labels.getOrDefault(metric.group(1), Set.of()));
        its.add("job");
        known.addAll(its);
        if (metric.group(2) != null) {
          assertThat(LABEL.matcher(metric.group(2)).results().map(it -> it.group(1)))
              .as(expression)
              .isSubsetOf(its);
        }
      }
      BY.matcher(expression)
          .results()
          .flatMap(by -> Pattern.compile(", *").splitAsStream(by.group(1)))
          .forEach(label -> assertThat(known).as(expression).contains(label));
    }
  }

  @Test
  void everyMetricSaysWhatItIs(PlatformProcess platform) throws IOException {
    String text = text(platform);
    List<String> names =
        Pattern.compile("(?m)^# TYPE (openaep_\\S+) ")
            .matcher(text)
            .results()
            .map(it -> it.group(1))
            .toList();
    assertThat(names).hasSizeGreaterThan(40);
    assertThat(names).allMatch(it -> Pattern.compile("# HELP " + it + " \\S").matcher(text).find());
  }

  @Test
  void everyPanelAndAlertSaysWhatItMeans() throws IOException {
    for (JsonNode panel : dashboard().path("panels")) {
      assertThat(panel.path("title").asString("")).isNotBlank();
      assertThat(panel.path("description").asString("")).endsWith(".");
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asString("")).isNotBlank();
    }
    String page = Files.readString(PlatformProcess.root().resolve("docs/operating/running.md"));
    List<Map<String, String>> rules = rules();
    assertThat(rules).hasSizeGreaterThan(8);
    for (Map<String, String> rule : rules) {
      assertThat(rule).containsKeys("alert", "expr", "for", "severity", "summary", "description");
      assertThat(page).contains("| `" + rule.get("alert") + "` |");
    }
  }

  /// `systemd-analyze verify` tells of unknown keys and wrong values, and yet returns 0.
  @Test
  void theUnitIsWhatSystemdUnderstands(@TempDir Path directory) throws Exception {
    Path analyze = Path.of("/usr/bin/systemd-analyze");
    assumeTrue(Files.isExecutable(analyze), "there is no systemd here");
    Path launcher = PlatformProcess.root().resolve("openaep");
    Path unit = directory.resolve("openaep.service");
    String text = Files.readString(deploy("openaep.service"));
    assertThat(text).contains("/opt/openaep/openaep serve");
    Files.writeString(unit, text.replace("/opt/openaep/openaep", launcher.toString()));
    Process process =
        new ProcessBuilder(analyze.toString(), "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isBlank();
    assertThat(process.waitFor()).isZero();
  }

  private static JsonNode dashboard() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(deploy("grafana/openaep.json")));
  }

  /// The members of each rule; the file has one a line.
  private static List<Map<String, String>> rules() throws IOException {
    List<Map<String, String>> rules = new ArrayList<>();
    Pattern member = Pattern.compile(" *(?:- )?([a-z]+): (.+)");
    for (String line : Files.readAllLines(deploy("prometheus/openaep-alerts.yaml"))) {
      member
          .matcher(line)
          .results()
          .forEach(it -> {
            if (it.group(1).equals("alert")) {
              rules.add(new HashMap<>());
            }
            if (!rules.isEmpty()) {
              rules.getLast().put(it.group(1), it.group(2).replaceAll("^'|'$", ""));
            }
          });
    }
    return rules;
  }

  private static String text(PlatformProcess platform) throws IOException {
    return Api.send(HttpRequest.newBuilder(URI.create(platform.url() + "/metrics")).build()).body();
  }

  /// The labels of each sample that the program shows.
  private static Map<String, Set<String>> metrics(PlatformProcess platform) throws IOException {
    Map<String, Set<String>> labels = new HashMap<>();
    METRIC
        .matcher(text(platform).replaceAll("(?m)^#.*$", ""))
        .results()
        .forEach(sample -> {
          Set<String> its = labels.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
          if (sample.group(2) != null) {
            LABEL.matcher(sample.group(2)).results().forEach(it -> its.add(it.group(1)));
          }
        });
    return labels;
  }
}
