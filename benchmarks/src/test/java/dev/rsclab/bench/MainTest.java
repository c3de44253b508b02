package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.results.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @TempDir private Path folder;

  /** Runs a command and returns its exit status and everything it printed. */
  private static String execute(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    System.setErr(captured);
    try {
      return Main.execute(args) + "\n" + bytes.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** One cell of the interval benchmark for each IP version, or for each of those given. */
  private static final String ONE_INTERVAL =
      "IntervalBenchmark -p workload=bulk -p interval=50us -p kind=OPEN_ADDRESSING -p guest=HEAVY"
          + " -p repetition=1";

  /** For forks that are over before the second compiler tier would pay. */
  private static final String FORK_OPTIONS =
      " -wi 0 -i 1 -r 10ms -jvmArgsAppend -XX:TieredStopAtLevel=1";

  /** The main job in the profile smoke. */
  private static String mainJob(Path runs, String options, String jmhOptions) {
    List<String> args = new ArrayList<>(List.of("run", "--profile=smoke", "--runs=" + runs));
    args.addAll(List.of(options.split(" ", -1)));
    args.add("--");
    args.addAll(List.of((jmhOptions + FORK_OPTIONS).split(" ", -1)));
    return execute(args.toArray(String[]::new));
  }

  private static Path onlyRun(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      List<Path> found = all.toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

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

  @Test
  void theMainJobLeavesEverythingItPromises() throws IOException {
    Path runs = folder.resolve("runs");
    String output =
        mainJob(
            runs,
            "--label=tiny --delay-budget=60us",
            "-f 1 -p kind=PASS_THROUGH,OPEN_ADDRESSING -p interval=50us -p family=IPV4 -p flows=8"
                + " -p payloadBytes=1448 -p repetition=1 -p burst=1 -p placement=GATHERED -p batch=1 -p queues=1");
    assertThat(output).startsWith("0\n").contains("s left]", "50 us");
    Path run = onlyRun(runs);
    assertThat(run.toString()).endsWith("-tiny");
    for (String file :
        List.of(
            "jmh.json",
            "environment.json",
            "replay.csv",
            "command.txt",
            "report.md",
            "report.html")) {
      assertThat(run.resolve(file)).isNotEmptyFile();
    }
    try (Stream<Path> charts = Files.list(run.resolve("charts"))) {
      assertThat(charts.map(chart -> chart.getFileName().toString()))
          .contains("throughput-bulk-guestHEAVY.png", "throughput-bulk-guestHEAVY.svg")
          .contains("guest-sensitivity-bulk.png", "frontier-mixed.png", "flow-scaling.png");
    }
    assertThat(Files.readString(run.resolve("jmh.json")))
        .contains("Interval", "FlushStrategy", "Baseline", "FlowScaling", "QueueScaling")
        .contains("\"jvm\" : \"java\"");
    assertThat(Files.readString(run.resolve("command.txt")))
        .contains("mvn -pl benchmarks jmh", "-Drsclab.profile=smoke", "-wi 0")
        .contains("-Drsclab.delayBudget=60us");
    assertThat(Files.readString(run.resolve("report.md"))).contains("p99 delay of at most 60 us");
    assertThat(Files.readString(run.resolve("replay.csv")))
        .contains("mixed,IPV4,qemu,adaptive,50000", "certification,IPV4,qemu,chain-timer,1000000")
        .contains("request-response,IPV4,qemu,chain-timer,50000");
  }

  @Test
  void theMainJobStopsWhereItsLimitsSay() throws IOException {
    Path runs = folder.resolve("runs");
    assertThat(mainJob(runs, "--precision=99% --budget=1s", "-f 2 " + ONE_INTERVAL))
        .startsWith("0\n")
        .contains(
            "left of it]",
            "at most 2 rounds",
            "The budget of 1s is too short",
            "Stopped after 2 rounds");
    Path run = onlyRun(runs);
    assertThat(run.resolve("stopped.txt")).isNotEmptyFile();
    assertThat(Files.readString(run.resolve("jmh.json"))).contains("\"forks\" : 2");
    assertThat(Files.readString(run.resolve("command.txt")))
        .contains("-Drsclab.precision=99%", "-Drsclab.budget=1s");
  }

  private Path peer(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void peersAreMeasuredBesideTheForks() throws IOException {
    Path good =
        peer(
            "good.sh",
            """
            test -s "$2" || exit 7
            echo '{"name":"good","version":"3","packets":10,"deliveries":2,"payloadBytesIn":14480,\
            "payloadBytesOut":14480,"digestIn":"d","digestOut":"d","nanosPerPacket":[20.5]}'\
            """);
    Path broken = peer("broken.sh", "echo cannot >&2; exit 4");
    Path picky = peer("picky.sh", "echo only IPv6 >&2; exit 3");
    Path other =
        peer(
            "other.sh",
            """
            echo '{"name":"x","version":"3","packets":10,"deliveries":2,"payloadBytesIn":10,\
            "payloadBytesOut":10,"digestIn":"d","digestOut":"d","nanosPerPacket":[1]}'\
            """);
    Path runs = folder.resolve("runs");
    String output =
        mainJob(
            runs,
            "--label=peers --peers=%s,%s,%s,%s".formatted(good, broken, picky, other),
            "FlowScaling -f 2 -p kind=OPEN_ADDRESSING -p flows=8 -p burst=1 -p payloadBytes=1448"
                + " -p placement=GATHERED -p repetition=1");
    assertThat(output)
        .startsWith("1\n")
        .contains("and 4 processes of peers a round")
        .contains("peer good ", ": 20.5 ns/packet", "left out over ", ": only IPv6")
        .containsOnlyOnce("peer broken failed and is not asked again: exit status 4: cannot")
        .contains("FAILED: peer broken: exit status 4: cannot")
        .contains("FAILED: peer other: payloadBytesIn is 10 for 10 packets, which have 1448 bytes")
        .contains("good, version 3");
    Path run = onlyRun(runs);
    assertThat(Files.readString(run.resolve("peers.json")))
        .contains("\\\"nanosPerPacket\\\":[20.5]", "\"broken\"", "only IPv6")
        .doesNotContain(folder.toString());
    assertThat(Files.readString(run.resolve("command.txt")))
        .contains("-Drsclab.peers='good.sh,broken.sh,picky.sh,other.sh'");
    assertThat(Files.readString(run.resolve("report.md"))).contains("peer: good");
  }

  @Test
  void aCaptureIsMeasuredBesideTheWorkloadsOverTheFamiliesThatItHas() throws IOException {
    Path capture = folder.resolve("of mine.pcap");
    assertThat(execute("replay", "--workload=bulk", "--packets=3000", "--write-trace=" + capture))
        .startsWith("0\n");
    Path runs = folder.resolve("runs");
    List<String> args = new ArrayList<>(List.of("run", "--profile=smoke", "--runs=" + runs));
    args.addAll(List.of("--capture=" + capture, "--"));
    args.addAll(List.of(("-f 1 " + ONE_INTERVAL + FORK_OPTIONS).split(" ", -1)));
    assertThat(execute(args.toArray(String[]::new)))
        .startsWith("0\n")
        .contains("capture is measured over [IPV4] only");
    Path run = onlyRun(runs);
    assertThat(Files.readString(run.resolve("replay.csv")))
        .contains("bulk,IPV6", "capture,IPV4")
        .doesNotContain("capture,IPV6");
    for (String file : List.of("jmh.json", "environment.json", "command.txt")) {
      assertThat(Files.readString(run.resolve(file))).as(file).doesNotContain(folder.toString());
    }
    assertThat(Files.readString(run.resolve("jmh.json"))).contains("\"capture\"");
  }

  @Test
  void aMainJobWhoseForksFailGivesAStatus() {
    String options =
        "BaselineBenchmark.walkTrace -f 1 -wi 0 -i 1 -r 10ms -jvmArgsAppend -XX:NoSuchFlag";
    List<String> args =
        new ArrayList<>(
            List.of("run", "--profile=smoke", "--runs=" + folder.resolve("runs"), "--"));
    args.addAll(List.of(options.split(" ", -1)));
    assertThat(execute(args.toArray(String[]::new)))
        .startsWith("1\n")
        .contains("no benchmark finished");
  }

  /** A run folder with one cell, measured in three forks. */
  private Path madeUp(String name, double millions, String params) throws IOException {
    Path run = Files.createDirectories(folder.resolve("made-up").resolve(name));
    String forks =
        "[[%s],[%s],[%s]]".formatted(millions * 0.999e6, millions * 1e6, millions * 1.001e6);
    Files.writeString(
        run.resolve("jmh.json"),
        """
        [{"benchmark":"dev.rsclab.bench.IntervalBenchmark.packets","mode":"thrpt",
        "params":{"workload":"bulk","family":"IPV4","interval":"50us","kind":"HASH_MAP"%s},
        "primaryMetric":{"scoreUnit":"ops/s","rawData":%s},"secondaryMetrics":{}}]
        """
            .formatted(params, forks));
    Files.writeString(run.resolve("environment.json"), "{\"formatVersion\":1,\"logicalCpus\":2}\n");
    return run;
  }

  private String compare(String... args) {
    List<String> all = new ArrayList<>(List.of("compare", "--runs=" + folder.resolve("made-up")));
    all.addAll(List.of(args));
    return execute(all.toArray(String[]::new));
  }

  @Test
  void twoRunsAreCompared() throws IOException {
    madeUp("before", 1.0, "");
    madeUp("slower", 0.8, "");
    assertThat(compare("before", "slower")).startsWith("0\n").contains("1 worse", "0.80x");
    assertThat(compare("before", "slower", "--fail-on-regression", "5%"))
        .startsWith("1\n")
        .contains("FAILED: cells shown to be worse by more than 5%: 1");
    assertThat(compare("before", "slower", "--fail-on-regression", "30%"))
        .startsWith("0\n")
        .contains("No cell is shown to be worse by more than 30%.");
    assertThat(compare("slower", "before", "--fail-on-regression=5")).startsWith("0\n");
    Path html = folder.resolve("a.html");
    Path markdown = folder.resolve("a.md");
    assertThat(compare("before", "slower", "--html=" + html, "--md=" + markdown)).startsWith("0\n");
    assertThat(Files.readString(html)).contains("<td>worse</td>").doesNotContain("<nav></nav>");
    assertThat(Files.readString(markdown)).contains("| worse |");
  }

  @Test
  void runsThatCannotBeComparedAreExplained() throws IOException {
    madeUp("before", 1.0, "");
    madeUp("other", 1.0, ",\"guestNanos\":\"1000\"");
    assertThat(compare("before", "nonesuch"))
        .startsWith("2\n")
        .contains("'nonesuch'", "there are: before, other");
    assertThat(compare("before", "other"))
        .startsWith("2\n")
        .contains("no cell in common", "guest none in the one, 1000ns in the other");
    assertThat(compare("before")).startsWith("2\n").contains("RUN_B");
    assertThat(compare("before", "before", "--fail-on-regression=lots"))
        .startsWith("2\n")
        .contains("--fail-on-regression 'lots'", "such as 5%");
    Files.writeString(folder.resolve("made-up/other/jmh.json"), "{}");
    assertThat(compare("before", "other")).startsWith("1\n").contains("other: jmh.json: not a JMH");
  }

  @Test
  void aReportIsMadeAnew() throws IOException {
    Path run = madeUp("before", 1.0, "");
    String runs = "--runs=" + folder.resolve("made-up");
    assertThat(execute("report", "before", runs))
        .startsWith("0\n")
        .contains("The report is " + run.resolve("report.html"));
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(run.resolve("report.md")).isNotEmptyFile();
    assertThat(execute("report", "nonesuch", runs))
        .startsWith("2\n")
        .contains("'nonesuch'", "there are: before");
    assertThat(execute("report")).startsWith("2\n").contains("RUN");
    Files.delete(run.resolve("environment.json"));
    assertThat(execute("report", run.toString()))
        .startsWith("1\n")
        .contains("environment.json: cannot be read");
  }

  @Test
  void aLiveRunIsReported() throws IOException {
    Path run = madeUp("live", 1.0, "");
    Files.delete(run.resolve("jmh.json"));
    Files.writeString(
        run.resolve("live.csv"),
        """
        round,workload,family,flows,kind,policy,flush,interval_ns,duration_ns,payload_bytes,\
        goodput_bits_per_second,retransmits,segments,deliveries,round_trip_p50_ns,\
        round_trip_p99_ns,round_trip_p999_ns,completion_p50_ns,completion_p99_ns,cpu_busy_ns,\
        other_load_share,timer_lateness_p50_ns,timer_lateness_p99_ns,\
        predicted_segments_per_delivery,predicted_added_delay_p50_ns,predicted_added_delay_p99_ns
        1,bulk,IPV4,1,NONE,,,,500,77123,1230546,48,52786,52870,,,,,,960,0.0199,,,,,
        """);
    String runs = "--runs=" + folder.resolve("made-up");
    assertThat(execute("report", "live", runs)).startsWith("0\n").contains("bulk, 1 flow, IPv4");
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(execute("report", "live", runs, "--delay-budget=200us"))
        .startsWith("2\n")
        .contains("--delay-budget is not allowed for a run of the live command");
  }

  @Test
  void aReportKeepsTheDelayBudgetThatItWasGiven() throws IOException {
    Path run = madeUp("before", 1.0, "");
    Path report = run.resolve("report.md");
    String runs = "--runs=" + folder.resolve("made-up");
    assertThat(execute("report", "before", runs)).startsWith("0\n").doesNotContain("budget:");
    assertThat(execute("report", "before", runs, "--delay-budget", "200us"))
        .startsWith("0\n")
        .contains("Delay budget: a p99 delay of at most 200 us.");
    String within = Files.readString(report);
    assertThat(execute("report", "before", runs)).startsWith("0\n");
    assertThat(Files.readString(report)).isEqualTo(within);
    assertThat(execute("report", "before", runs, "--delay-budget=none"))
        .startsWith("0\n")
        .doesNotContain("Delay budget");
    assertThat(execute("report", "before", runs, "--delay-budget=200"))
        .startsWith("2\n")
        .contains("--delay-budget", "'200'; allowed: none, or a number with the unit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-bm", "-rf", "-rff", "-o", "-l"})
  void whatTheReportNeedsCannotBeChanged(String option) {
    assertThat(execute("run", "--", option, "avgt")).startsWith("2\n").contains(option, "main job");
  }

  @Test
  void runsOfADayGetNumbers() throws IOException {
    LocalDate date = LocalDate.of(2026, 11, 22);
    assertThat(RunFolder.create(folder, date, "quick")).hasFileName("2026-11-22-quick");
    assertThat(RunFolder.create(folder, date, "quick")).hasFileName("2026-11-22-quick-2");
  }

  @Test
  @Timeout(60)
  void aSecondJmhIsWaitedFor() throws Exception {
    Path file = folder.resolve("jmh.lock");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  JmhLock.acquire(file, new PrintStream(bytes, true, StandardCharsets.UTF_8))
                      .close();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      while (!bytes.toString(StandardCharsets.UTF_8).contains("waiting")) {
        Thread.onSpinWait();
      }
      assertThat(waiting.isAlive()).isTrue();
    }
    while (!bytes.toString(StandardCharsets.UTF_8).contains("going on")) {
      Thread.onSpinWait();
    }
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
