package dev.rsclab.notebooks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * The notebooks use results and no other module: neither what runs them, nor any cell, for the
 * others are not on the class path.
 */
class NotebooksModuleTest {

  @Test
  void whatRunsThemNeedsNothingOfOurs() {
    classes()
        .that()
        .resideInAPackage("dev.rsclab.notebooks..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.rsclab.notebooks..",
            "java..",
            "javax.imageio..",
            "jdk.jshell..",
            "tools.jackson..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.rsclab.notebooks"));
  }

  @Test
  void cellsSeeResultsOnly() {
    for (String name :
        new String[] {"packet.PacketView", "coalesce.Coalescer", "replay.Replay", "bench.Main"}) {
      String file = "/dev/rsclab/" + name.replace('.', '/') + ".class";
      assertThat(NotebooksModuleTest.class.getResource(file)).as(name).isNull();
    }
    assertThat(NotebooksModuleTest.class.getResource("/dev/rsclab/results/Run.class")).isNotNull();
  }
}
