package dev.rsclab.bench;

import static dev.rsclab.bench.Commands.execute;
import static dev.rsclab.bench.Commands.mainJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(JmhLockIgnored.class)
class MainTest {

  @TempDir private Path folder;

  @Test
  void jmhsOwnOptionsWork() {
    assertThat(execute("-l"))
        .startsWith("0\n")
        .contains("IntervalBenchmark.packets", "FlushStrategyBenchmark.packets")
        .doesNotContain("GuestPathBenchmark")
        .contains("FlowScalingBenchmark.offer", "copyPayload");
    assertThat(execute("-h"))
        .startsWith("0\n")
        .contains(
            "-wi", "run --help", "replay --help", "live --help", "report --help", "compare --help");
    assertThat(execute("-lp", "FlowScaling")).contains("PER_FLOW_ARRAYS", "4096");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NoSuchBenchmark | NoSuchBenchmark | FlowScalingBenchmark.offer",
        "-nonsense | -nonsense | -h shows",
        "-p kind=BTREE | kind=BTREE | LINKED_LIST",
        "-p family=ipv7 | family=ipv7 | IPV4, IPV6",
        "-p workload=nonesuch | workload=nonesuch | request-response",
        "-p interval=5 | interval=5 | ns, us or ms",
        "-p guest=4500 | guest=4500 | ZERO, LIGHT, HEAVY or",
        "-p guest=light | guest=light | 1500ns+0.2ns/B",
        "-p policy=lax | policy=lax | qemu, hardened, windows",
        "-p repetition=3 | repetition=3 | allowed: 1, 2",
        "-p flush=IDLE_GAP | flush=IDLE_GAP | chain-timer, segment-deadline, idle-gap",
        "-p ringFrames=1000 | ringFrames=1000 | multiple of 1024",
        "-p placement=direct | placement=direct | STAGED, GATHERED, DIRECT",
        "-p burst=0 | burst=0 | 1 to 32768",
        "-p batch=24 | batch=24 | 1, 2, 4, 8, 16, 32, 64, 128, 256, 512",
        "-p flows=0 | flows=0 | 1 to 1048576",
        "-p totalFlows=0 | totalFlows=0 | 1 to 32768",
        "-p queues=129 | queues=129 | 1 to 128",
        "-p steering=nic | steering=nic | NIC, SOFTWARE",
        "-p counters=SHARED | counters=SHARED | APART, ONE_LINE",
        "-p colour=red | colour=red | payloadBytes",
        "FlowScaling -p interval=5us | interval=5us | payloadBytes"
      })
  void aWrongJmhOptionIsNamed(String args, String value, String said) {
    assertThat(execute(args.split(" ", -1))).startsWith("2\n").contains(value).contains(said);
    String[] mainJob = ("run -- " + args).split(" ", -1);
    if (!args.startsWith("-nonsense")) {
      assertThat(execute(mainJob)).startsWith("2\n").contains(value).contains(said);
    }
  }

  @Test
  void oneBenchmarkRunsAsJmhUsersExpect() throws IOException {
    Path json = folder.resolve("jmh.json");
    String output =
        execute(
            "BaselineBenchmark.walkTrace",
            "-f",
            "1",
            "-wi",
            "0",
            "-i",
            "1",
            "-r",
            "10ms",
            "-p",
            "payloadBytes=64",
            "-rf",
            "json",
            "-rff",
            json.toString());
    assertThat(output).startsWith("0\n").contains("walkTrace").doesNotContain("terminally");
    assertThat(Files.readString(json)).contains("\"payloadBytes\" : \"64\"");
  }

  @Test
  void aBenchmarkThatFailsGivesAStatus() {
    assertThat(
            execute(
                "IntervalBenchmark",
                "-f",
                "1",
                "-wi",
                "0",
                "-i",
                "1",
                "-r",
                "10ms",
                "-p",
                "workload=capture",
                "-p",
                "kind=LINKED_LIST",
                "-p",
                "interval=0us",
                "-p",
                "family=IPV4",
                "-p",
                "guest=ZERO"))
        .startsWith("1\n")
        .contains("needs -Drsclab.capture", "1 of 1 benchmarks failed");
  }

  @ParameterizedTest
  @CsvSource({
    "--profile=slow, slow, 'smoke, quick, record'",
    "--label=a/b, a/b, letters",
    "--capture=absent.pcap, absent.pcap, no such file",
    "--delay-budget=soon, soon, 'allowed: none, or a number with the unit ns, us or ms'",
    "--precision=much, much, 2%",
    "--budget=30, 30, 30m or 1h30m",
    "--peers=dpdk, dpdk, 'dpdk-gro-light, dpdk-gro-heavy), or the path'",
    "--peers=src, src, 'not an executable file; allowed: bounds (header-only, copy-once)'",
    "--peers=bounds, bounds, start it in the repository's root",
    "--profilers=perf, perf, 'not a profiler; allowed: gc, jfr, async'",
    "--nonsense, --nonsense, Usage"
  })
  void aWrongOptionOfTheMainJobIsNamed(String option, String value, String said) {
    assertThat(execute("run", option)).startsWith("2\n").contains(value).contains(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-bm", "-rf", "-rff", "-o", "-l"})
  void whatTheReportNeedsCannotBeChanged(String option) {
    assertThat(execute("run", "--", option, "avgt")).startsWith("2\n").contains(option, "main job");
  }

  @Test
  void asyncProfilerNeedsNoPath() throws IOException {
    String[] args = {"-prof", "async:output=flamegraph", "-prof", "gc", "async"};
    assertThat(Profilers.withLibrary(args)[1])
        .startsWith("async:output=flamegraph;libPath=")
        .endsWith("libasyncProfiler.so");
    assertThat(Profilers.withLibrary(args)[4]).isEqualTo("async");
    String own = "async:libPath=mine.so";
    assertThat(Profilers.withLibrary(new String[] {"-prof", own})[1]).isEqualTo(own);
  }

  @Test
  void anOldJavaCanReadTheLauncher() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MainTest.class.getResourceAsStream("/dev/rsclab/Launcher.class"))) {
      byte[] header = in.readNBytes(8);
      assertThat((header[6] << 8) + header[7]).as("class file version of Java 8").isEqualTo(52);
    }
  }
}
