package io.openaep.app.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.tcp.PlantedViolations;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the code against the table "who may know whom".
class ArchitectureTest {
  private static JavaClasses ours;

  @BeforeAll
  static void read() {
    ours =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.openaep");
    assertThat(ours.size()).isGreaterThan(100);
  }

  @Test
  void everyPackageKnowsOnlyWhomItMay() {
    assertThat(Layers.violations(ours)).isEmpty();
  }

  @Test
  void plantedViolationsAreFound() {
    JavaClasses planted = new ClassFileImporter().importClasses(PlantedViolations.class);
    assertThat(Layers.violations(planted))
        .anyMatch(it -> it.contains("platform.access.tcp may not use platform.journal"))
        .anyMatch(it -> it.contains("platform.access.tcp may not use platform.access.mqtt"))
        .anyMatch(it -> it.contains("platform.access.tcp may not use org.eclipse.californium"))
        .anyMatch(it -> it.contains("may not speak SQL"));
    assertThat(receiptMakers(planted)).containsExactly("io.openaep.platform.access.tcp");
  }

  @Test
  void onlyIngestAndSessionMakeReceipts() {
    assertThat(receiptMakers(ours))
        .containsExactlyInAnyOrder("io.openaep.platform.ingest", "io.openaep.platform.session");
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.openaep.(**)").should().beFreeOfCycles().check(ours);
  }

  private static List<String> receiptMakers(JavaClasses classes) {
    Stream<JavaConstructorCall> calls =
        classes.stream().flatMap(it -> it.getConstructorCallsFromSelf().stream());
    return calls
        .filter(it -> it.getTargetOwner().isEquivalentTo(Receipt.class))
        .map(it -> it.getOriginOwner().getPackageName())
        .filter(it -> !it.equals("io.openaep.platform.access"))
        .distinct()
        .toList();
  }
}
