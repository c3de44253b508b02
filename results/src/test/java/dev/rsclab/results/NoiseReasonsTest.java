package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a machine noisy is seen in its files, recorded, and said first. */
class NoiseReasonsTest {
  private static final String CPU = "sys/devices/system/cpu/cpu";

  @TempDir Path root;

  private void put(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> before(Double busy, Double stolen, Double load) {
    return NoiseReasons.before(new SystemFiles(root), 2, busy, stolen, load, List.of());
  }

  @Test
  void aQuietMachineHasNoReason() throws IOException {
    put("proc/meminfo", "MemTotal: 8000000 kB\nMemFree: 1 kB\nMemAvailable: 2097152 kB\n");
    for (int cpu = 0; cpu < 2; cpu++) {
      put(CPU + cpu + "/cpufreq/scaling_governor", "performance\n");
      put(CPU + cpu + "/topology/thread_siblings_list", cpu + "\n");
    }
    assertThat(before(0.1, 0.01, 9.5 /* of the build of a minute ago */)).isEmpty();
    assertThat(before(null, null, 2.0)).isEmpty();
  }

  @Test
  void whatCannotBeFoundOutIsNoReason() {
    assertThat(before(null, null, null)).isEmpty();
    assertThat(NoiseReasons.after(new SystemFiles(root), 2, null, null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proc/meminfo | MemAvailable: 2097151 kB | 2047 MiB of memory were available",
        CPU + "1/cpufreq/scaling_governor | powersave | governor is performance, powersave, not",
        CPU + "1/topology/thread_siblings_list | 0-1 | share a core",
        CPU + "0/topology/thread_siblings_list | 0,4 | share a core"
      })
  void aFileThatTellsOfNoise(String path, String text, String reason) throws IOException {
    put(CPU + "0/cpufreq/scaling_governor", "performance\n");
    put(CPU + "1/topology/thread_siblings_list", "1\n");
    put(path, text + "\n");
    assertThat(before(0.0, 0.0, 0.0)).singleElement().asString().contains(reason);
  }

  @Test
  void figuresOfTheSampleThatTellOfNoise() {
    assertThat(before(0.12, 0.0, 2.5))
        .containsExactly(
            "the machine was not idle when the run began (12.0 % of its CPU time was in use)",
            "the load average was 1.25 for each CPU");
    assertThat(before(0.0, 0.02, 0.0))
        .containsExactly("the hypervisor gave 2.0 % of the CPU time to others before the run");
    assertThat(NoiseReasons.after(new SystemFiles(root), 2, 0.02, 3.0))
        .containsExactly("the hypervisor gave 2.0 % of the CPU time to others during the run");
    assertThat(NoiseReasons.after(new SystemFiles(root), 2, 0.01, 3.2))
        .containsExactly("the load average was 1.60 for each CPU at the end");
  }

  @Test
  void busyProcessesAreNamed() throws IOException {
    SystemFiles files = new SystemFiles(root);
    process(7, "web (main) thread", 100, 20);
    process(8, "idle", 5, 5);
    process(ProcessHandle.current().pid(), "java", 0, 0);
    put("proc/9/stat", "9 (odd");
    put("proc/self/stat", "no number");
    ProcessTimes earlier = ProcessTimes.read(files);
    process(7, "web (main) thread", 120, 28);
    process(8, "idle", 5, 10);
    process(ProcessHandle.current().pid(), "java", 50, 0);
    process(10, "new", 99, 0);
    ProcessTimes later = ProcessTimes.read(files);
    assertThat(later.busySince(earlier, 100)).containsExactly("web (main) thread 28 %");
    assertThat(later.busySince(earlier, 0)).isEmpty();
    assertThat(NoiseReasons.before(files, 2, null, null, null, List.of("a 50 %", "b 10 %")))
        .containsExactly("other processes used CPU time: a 50 %, b 10 %");
  }

  private void process(long pid, String name, long user, long system) throws IOException {
    put(
        "proc/" + pid + "/stat",
        pid + " (" + name + ") S 1 1 1 0 -1 4194560 9 0 0 0 " + user + " " + system + " 0 0 20\n");
  }

  @Test
  void theProbeRecordsWhatItSeesBeforeAndAfter() throws IOException {
    put("proc/stat", "cpu  100 0 50 800 10 0 0 40 7 7\n");
    put(CPU + "0/cpufreq/scaling_governor", "powersave\n");
    EnvironmentProbe probe = EnvironmentProbe.begin(root, root, Instant.EPOCH, Duration.ZERO);
    assertThat(probe.noise())
        .containsExactly("the frequency governor is powersave, not performance");
    put("proc/stat", "cpu  150 0 60 820 10 0 0 60 9 9\n");
    Environment it = probe.end("quick", "", List.of(), List.of(), "a sentence");
    assertThat(it.noiseBefore()).isEqualTo(probe.noise());
    assertThat(it.noiseAfter())
        .containsExactly("the hypervisor gave 20.0 % of the CPU time to others during the run");
    Path file = root.resolve("environment.json");
    it.write(file);
    assertThat(Environment.read(file)).isEqualTo(it);
    assertThat(NoiseReasons.of(it)).hasSize(2);
  }

  /** A run whose file names these reasons; with none, one that an older version wrote. */
  private Path run(String name, String... reasons) throws IOException {
    Path run =
        new MadeUpRun()
            .kinds(List.of("PASS_THROUGH", "HASH_MAP"))
            .intervals(List.of(0, 50))
            .intervalBenchmark("bulk", 22)
            .write(root.resolve(name));
    Path file = run.resolve("environment.json");
    List<String> quoted = new ArrayList<>();
    for (String reason : reasons) {
      quoted.add('"' + reason + '"');
    }
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "\"noiseBefore\" : null",
                "\"noiseBefore\" : " + (reasons.length == 0 ? "null" : quoted.toString())));
    return run;
  }

  @Test
  void theReportSaysSoFirst() throws IOException {
    Path noisy = run("noisy", "it hums", "it rattles");
    BlankPictures.report(noisy);
    assertThat(Files.readString(noisy.resolve("report.md")).lines().skip(2).findFirst().orElse(""))
        .startsWith("Care: this run is noisy: it hums; it rattles.");
    Path quiet = run("quiet");
    BlankPictures.report(quiet);
    assertThat(Files.readString(quiet.resolve("report.md")))
        .contains("| noise | no reason seen |")
        .doesNotContain("run is noisy:");
  }

  @Test
  void aComparisonWarnsOfIt() throws IOException, NotComparableException {
    RunComparison comparison = RunComparison.of(run("quiet"), run("noisy", "it hums"));
    assertThat(String.join(" ", comparison.lines())).contains("Care: noisy is noisy: it hums.");
  }

  /** Older files have figures and no reasons. */
  @Test
  void anOlderFileTellsByItsFigures() throws IOException {
    put(
        "environment.json",
        "{\"formatVersion\":1,\"logicalCpus\":4,\"busyBefore\":0.5,\"stealShare\":0.02}");
    assertThat(NoiseReasons.of(Environment.read(root.resolve("environment.json"))))
        .containsExactly(
            "the machine was not idle when the run began (50.0 % of its CPU time was in use)",
            "the hypervisor gave 2.0 % of the CPU time to others during the run");
  }
}
