package io.openaep.devices.module.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.VirtualModule;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.ThreadLoop;
import io.openaep.devices.module.command.CommandGroups;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualTest {
  private final Manual manual = Manual.load();

  @Test
  void everyCommandOfTheModuleHasAnEntryAndEveryEntryACommand() throws Exception {
    assertThat(manual.entries())
        .extracting(ManualEntry::name)
        .containsExactlyInAnyOrderElementsOf(table().names());
  }

  @Test
  void everyEntrySaysWhatItIsForAndHowItIsTyped() {
    assertThat(manual.entries())
        .allSatisfy(entry -> {
          assertThat(entry.topic()).isNotBlank();
          assertThat(entry.purpose()).isNotBlank();
          assertThat(entry.forms()).isNotEmpty();
          String first = entry.forms().getFirst();
          assertThat(first).as(entry.name()).startsWith(entry.command());
        });
  }

  @Test
  void entryIsFoundByWhateverIsTypedOfALine() {
    assertThat(manual.find("at+qlwconfig=0,\"a\",5683"))
        .get()
        .extracting(ManualEntry::name)
        .isEqualTo("+QLWCONFIG");
    assertThat(manual.find("CSQ")).get().extracting(ManualEntry::name).isEqualTo("+CSQ");
    assertThat(manual.find("ATS3?")).get().extracting(ManualEntry::name).isEqualTo("S");
    assertThat(manual.find("AT&F")).get().extracting(ManualEntry::name).isEqualTo("&F");
    assertThat(manual.find("AT+NONSENSE")).isEmpty();
  }

  /// The table of a module that has just been switched on.
  private static CommandTable table() throws Exception {
    CompletableFuture<CommandTable> table = new CompletableFuture<>();
    try (ThreadLoop loop = new ThreadLoop("manual", InstantSource.system());
        VirtualModule module =
            new VirtualModule(
                ModuleSettings.ec800e(),
                loop,
                _ -> {},
                baseband -> {
                  var groups = new ArrayList<>(CommandGroups.of(baseband));
                  groups.add(table::complete);
                  return groups;
                })) {
      module.powerOn();
      return table.get(60, TimeUnit.SECONDS);
    }
  }
}
