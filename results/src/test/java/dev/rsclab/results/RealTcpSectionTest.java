package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.results.live.MadeUpLive;
import dev.rsclab.results.live.StoredLive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealTcpSectionTest {
  @TempDir private Path runs;

  private Run run(List<Integer> intervals) throws IOException {
    return Run.read(
        new MadeUpRun()
            .forks(3)
            .intervals(intervals)
            .guest("ZERO", 0)
            .intervalBenchmark("bulk", 22)
            .guest("HEAVY", 4500)
            .intervalBenchmark("bulk", 22)
            .write(runs.resolve("2026-03-05-own")));
  }

  private String text(Run run) {
    return Markdown.text(new RealTcpSection(run, runs).blocks()).replaceAll("\\s+", " ");
  }

  private void live(String name, String startedAt) throws IOException {
    Path environment =
        MadeUpLive.everything(2).write(runs.resolve(name)).resolve("environment.json");
    Files.writeString(
        environment, Files.readString(environment).replace("2026-03-04T05:06:07Z", startedAt));
  }

  @Test
  void namesTheCommandWhereThereIsNoLiveRun() throws IOException {
    Run run = run(List.of(0, 300));
    assertThat(text(run))
        .contains("## Real TCP No live run lies among the runs; java -jar ")
        .contains("benchmarks.jar live makes one");
    assertThat(new RealTcpSection(run, runs.resolve("nowhere")).blocks()).hasSize(2);
  }

  @Test
  void quotesTheNewestLiveRunAtTheRecommendedInterval() throws IOException {
    live("2026-03-04-z", "2026-03-04T05:06:07Z");
    live("2026-03-04-live", "2026-03-04T06:06:07Z");
    live("2026-03-09-broken", "2026-03-09T05:06:07Z");
    Files.writeString(runs.resolve("2026-03-09-broken/live.csv"), "nothing");
    Files.createDirectories(runs.resolve("2026-03-10-begun"));
    Files.writeString(runs.resolve("2026-03-10-begun/live.csv"), "");
    assertThat(StoredLive.newest(runs).orElseThrow().name()).isEqualTo("2026-03-04-live");
    assertThat(text(run(List.of(0, 300))))
        .contains("(smallest largest regret, heavy guest) is 300 us. The newest live run,")
        .contains("2026-03-04-live (AMD EPYC, 2 CPUs; Linux 6.1; ")
        .contains("; 2 rounds), sent real TCP through open addressing, hardened, chain-timer.")
        .contains(" For bulk transfer over IPv4 this run has ")
        .contains("; real TCP had 1.97x (1.93 to 2.01) the goodput")
        .doesNotContain("over IPv6")
        .doesNotContain("It did not measure")
        .contains("| bulk, 1 flow, IPv4 | 2.00 (1.95 to 2.05) | 1.97x")
        .contains("| request-response, 1 flow, IPv4 | - | - |");
  }

  @Test
  void takesTheNearestIntervalThatWasMeasured() throws IOException {
    live("2026-03-04-live", "2026-03-04T06:06:07Z");
    assertThat(text(run(List.of(0, 1000))))
        .contains("is 1000 us.")
        .contains("It did not measure 1000 us; nearest is 300 us.");
  }

  @Test
  void aRunWithoutIntervalsHasNoSuchSection() throws IOException {
    Run run = Run.read(new MadeUpRun().forks(2).baseline().write(runs.resolve("own")));
    assertThat(new RealTcpSection(run, runs).blocks()).isEmpty();
  }
}
