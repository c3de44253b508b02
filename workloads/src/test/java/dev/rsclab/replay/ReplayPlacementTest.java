package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The replay command's placements: where payload lies changes nothing that is delivered. */
class ReplayPlacementTest {

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  private int replay(StringWriter out, String... args) {
    CommandLine command = ReplayCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed", "lossy"})
  void noPlacementChangesADelivery(String workload) throws IOException {
    Set<String> reports = new HashSet<>();
    Set<List<String>> deliveries = new HashSet<>();
    for (String placement : List.of("STAGED", "direct", "Gathered")) {
      Path json = folder.resolve(placement + ".jsonl");
      StringWriter out = new StringWriter();
      int status =
          replay(
              out,
              "--workload",
              workload,
              "--packets",
              "3000",
              "--family",
              "mixed",
              "--placement",
              placement,
              "--deliveries",
              json.toString());
      assertThat(status).as(err.toString()).isZero();
      reports.add(out.toString());
      deliveries.add(Files.readAllLines(json));
    }
    assertThat(deliveries).hasSize(1);
    assertThat(reports).hasSize(1);
  }

  @Test
  void aWrongPlacementIsNamed() {
    assertThat(replay(new StringWriter(), "--workload", "bulk", "--placement", "heap"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--placement", "'heap'", "allowed: staged, gathered, direct");
  }
}
