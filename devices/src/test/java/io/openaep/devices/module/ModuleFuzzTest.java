package io.openaep.devices.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.baseband.ModuleSettings;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// No line breaks a command: whatever a host sends, the module answers the next line. (A handler
/// that throws would fail the test, because the virtual loop runs in its thread.)
class ModuleFuzzTest {
  @Property(tries = 300)
  void moduleAnswersAfterAnyLines(@ForAll("lines") List<String> lines) {
    var world = new ModuleWorld(ModuleSettings.ec800e());
    world.module.powerOn();
    world.pass(Duration.ofSeconds(2));
    for (String line : lines) {
      world.send(line);
    }
    world.pass(Duration.ofSeconds(30)); // what takes time is over
    world.module.restart();
    world.pass(Duration.ofSeconds(2));
    world.send("ATE0Q0V1");
    assertThat(world.send("AT")).containsExactly("OK");
  }

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> name =
        Arbitraries.of(
            "+CGSN",
            "+CIMI",
            "+CPIN",
            "+CLCK",
            "+QSIMDET",
            "+QSIMSTAT",
            "+CFUN",
            "+QPOWD",
            "+CCLK",
            "+CTZU",
            "+CTZR",
            "+QLTS",
            "+IPR",
            "+IFC",
            "+CSCS",
            "+CMGF",
            "+CNMI",
            "+CSQ",
            "+CREG",
            "+CEREG",
            "+COPS",
            "+CGATT",
            "+CSCON",
            "+QENG",
            "+CGDCONT",
            "+CGACT",
            "+CGPADDR",
            "+CGCONTRDP",
            "+CGAUTH",
            "+QICSGP",
            "+QIACT",
            "+QIACTEX",
            "+QIDEACT",
            "+QIDNSCFG",
            "+QCFG",
            "+QURCCFG",
            "+QINDCFG",
            "+QSCLK",
            "+QSCLKEX",
            "+CPSMS",
            "+CEDRXS",
            "+CMEE");
    Arbitrary<String> value =
        Arbitraries.of(
            "0",
            "1",
            "2",
            "3",
            "4",
            "7",
            "15",
            "-1",
            "99999999999",
            "",
            "\"\"",
            "\"1\"",
            "\"IP\"",
            "\"SC\"",
            "\"urc/psm\"",
            "\"band\"",
            "\"servingcell\"",
            "\"01011111\"",
            "\"0101\"",
            "\"26/11/22,09:10:11+32\"",
            "\"psm\"",
            "x",
            "\u00ff",
            "\"46011\"",
            "0x1f");
    Arbitrary<String> arguments =
        value.list().ofMaxSize(6).map(values -> "=" + String.join(",", values));
    Arbitrary<String> form = Arbitraries.oneOf(Arbitraries.of("", "?", "=?"), arguments);
    return net.jqwik.api.Combinators.combine(name, form)
        .as((command, ending) -> "AT" + command + ending)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
