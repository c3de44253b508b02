package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.CoalescerKind;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;

/** What plain JMH runs of the kinds; with and without {@code -Pvector}. */
class JmhCommandTest {

  private static final String BENCHMARKS = "FlowScaling|LargeScale|copyPayload$";
  private static final List<String> KINDS =
      CoalescerKind.available().stream().map(Enum::name).toList();

  private static List<Options> parts(String... args) throws CommandLineOptionException {
    return JmhCommand.parts(new CommandLineOptions(args));
  }

  private static Collection<String> kinds(Options part) {
    return part.getParameter("kind").orElse(List.of());
  }

  @Test
  void benchmarksRunWithTheKindsThatThisJvmCanMake() throws CommandLineOptionException {
    List<Options> parts = parts(BENCHMARKS);
    if (KINDS.size() == CoalescerKind.values().length) {
      assertThat(parts).hasSize(1);
      assertThat(kinds(parts.getFirst())).isEmpty();
    } else {
      assertThat(parts)
          .extracting(JmhCommandTest::kinds)
          .satisfiesExactlyInAnyOrder(
              none -> assertThat(none).isEmpty(),
              all -> assertThat(all).containsExactlyElementsOf(KINDS),
              some ->
                  assertThat(some)
                      .isSubsetOf(KINDS)
                      .contains("TAGGED_BUCKETS")
                      .doesNotContain("LINKED_LIST"));
      assertThat(parts)
          .flatExtracting(
              part -> CommandLineCheck.benchmarkNames(part.getIncludes(), part.getExcludes()))
          .containsExactlyInAnyOrderElementsOf(
              CommandLineCheck.benchmarkNames(List.of(BENCHMARKS), List.of()));
    }
  }

  @Test
  void kindsOfTheUserAreTaken() throws CommandLineOptionException {
    List<Options> parts = parts(BENCHMARKS, "-p", "kind=HASH_MAP");
    assertThat(parts).hasSize(1);
    assertThat(kinds(parts.getFirst())).containsExactly("HASH_MAP");
  }
}
