package dev.rsclab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies point one way: engine, workloads, benchmarks, results; see ARCHITECTURE.md. The
 * notebooks, which use results alone, are not on this class path: NotebooksModuleTest looks at
 * them.
 */
@AnalyzeClasses(packages = "dev.rsclab", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

  private static final String[] ENGINE = {
    "dev.rsclab.packet..", "dev.rsclab.coalesce..", "dev.rsclab.queue..", "dev.rsclab.guest.."
  };
  private static final String[] WORKLOADS = {
    "dev.rsclab.capture..", "dev.rsclab.workload..", "dev.rsclab.replay.."
  };

  @ArchTest
  static final ArchRule engineNeedsNothingButTheJdk =
      classes()
          .that()
          .resideInAnyPackage(ENGINE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.rsclab.packet..",
              "dev.rsclab.coalesce..",
              "dev.rsclab.queue..",
              "dev.rsclab.guest..",
              "java.lang..",
              "java.nio", // ByteOrder
              "java.util..",
              "jdk.incubator.vector");

  /** Whatever else names the module would fail in a JVM that was started without it. */
  @ArchTest
  static final ArchRule oneFlowTableNeedsTheVectorApi =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.rsclab.coalesce.VectorBucketsFlowTable")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule engineHasNoClockNoFilesNoRandomness =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINE)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio.file..", "java.util.random..", "java.time..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.Random.class);

  @ArchTest
  static final ArchRule workloadsNeedOnlyTheEngine =
      noClasses()
          .that()
          .resideInAnyPackage(WORKLOADS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rsclab.bench..",
              "dev.rsclab.live..",
              "dev.rsclab.results..",
              "org.openjdk.jmh..");

  @ArchTest
  static final ArchRule capturesNeedNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.rsclab.capture..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rsclab.workload..", "dev.rsclab.replay..", "dev.rsclab.coalesce..");

  @ArchTest
  static final ArchRule resultsKnowNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("dev.rsclab.results..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rsclab.packet..",
              "dev.rsclab.coalesce..",
              "dev.rsclab.queue..",
              "dev.rsclab.guest..",
              "dev.rsclab.capture..",
              "dev.rsclab.workload..",
              "dev.rsclab.replay..",
              "dev.rsclab.bench..",
              "dev.rsclab.live..",
              "dev.rsclab.peer..",
              "dev.rsclab.profile..",
              "org.openjdk.jmh..");

  @ArchTest
  static final ArchRule nobodyKnowsTheNotebooks =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.rsclab.notebooks..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.rsclab.(*)..").should().beFreeOfCycles();
}
