package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.packet.IpFamily;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real TCP of the kernel: needs root and /dev/net/tun, and is skipped where they are missing. */
@Timeout(240)
class LiveIT {

  private static final List<String> PARAMETERS =
      List.of(
          "ipv4/tcp_timestamps",
          "ipv4/tcp_no_metrics_save",
          "ipv4/tcp_congestion_control",
          "ipv4/tcp_allowed_congestion_control",
          "ipv6/conf/default/accept_dad",
          "ipv6/conf/default/addr_gen_mode",
          "ipv6/conf/default/router_solicitations");

  private final PrintStream nowhere =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private List<String> before;

  /** Devices, named namespaces and parameters of this namespace; open taps of this process. */
  private static List<String> machine() throws IOException {
    List<String> found = new ArrayList<>();
    for (String listed : List.of("/sys/class/net", "/run/netns")) {
      if (Files.isDirectory(Path.of(listed))) {
        try (Stream<Path> entries = Files.list(Path.of(listed))) {
          entries.map(Path::toString).sorted().forEach(found::add);
        }
      }
    }
    for (String parameter : PARAMETERS) {
      Path file = Path.of("/proc/sys/net", parameter);
      if (Files.exists(file)) {
        found.add(parameter + "=" + Files.readString(file).strip());
      }
    }
    found.add("open: " + openTapsAndNamespaces());
    return found;
  }

  private static long openTapsAndNamespaces() throws IOException {
    long open = 0;
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        String target =
            Files.exists(descriptor) ? Files.readSymbolicLink(descriptor).toString() : "";
        open += target.startsWith("net:[") || target.equals("/dev/net/tun") ? 1 : 0;
      }
    }
    return open;
  }

  @BeforeEach
  void look() throws IOException {
    Optional<String> missing = Requirements.ofMachine().missing();
    missing.ifPresent(sentence -> System.out.println("SKIPPED: " + sentence));
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    before = machine();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (before != null) {
      assertThat(machine()).isEqualTo(before);
    }
  }

  @Test
  void aFileArrivesAsItWasSentThroughEveryKind() throws IOException {
    List<Device> devices = new ArrayList<>();
    devices.add(Device.BASELINE);
    for (CoalescerKind kind : CoalescerKind.available()) {
      if (kind.coalesces()) {
        devices.add(Device.of(kind, "hardened", FlushStrategy.CHAIN_TIMER, 50_000));
        devices.add(Device.of(kind, "qemu", FlushStrategy.CHAIN_TIMER, 300_000));
      }
    }
    for (FlushStrategy flush : FlushStrategy.values()) {
      devices.add(Device.of(CoalescerKind.OPEN_ADDRESSING, "windows", flush, 100_000));
    }
    List<IpFamily> families = List.of(IpFamily.values());
    int different =
        new DigestCheck(devices, families, 10_000_000, new Faults(0.002, 0.005, 0.002, 1))
            .run(nowhere);
    assertThat(different).isZero();
  }

  @Test
  void eachWorkloadIsMeasured() throws IOException {
    assertThat(
            LiveCommand.execute(
                () -> () -> {},
                "--workloads=bulk:8,rate-limited,evenly-paced,window-limited,short-transfers,request-response",
                "--families=ipv4,ipv6",
                "--intervals=300us",
                "--rounds=1",
                "--warm-up=50ms",
                "--duration=150ms",
                "--runs=" + folder))
        .isZero();
    List<String> lines = lines();
    assertThat(lines).hasSize(1 + 6 * 2 * 3).startsWith(LiveRow.HEADER);
    List<String> columns = Arrays.asList(LiveRow.HEADER.split(",", -1));
    Map<String, Long> payload = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = Arrays.asList(line.split(",", -1));
      assertThat(row).as(line).hasSameSizeAs(columns);
      payload.merge(
          row.get(columns.indexOf("workload")),
          Long.parseLong(row.get(columns.indexOf("payload_bytes"))),
          Long::sum);
      boolean coalesces = row.get(columns.indexOf("kind")).equals("OPEN_ADDRESSING");
      String predicted = row.get(columns.indexOf("predicted_segments_per_delivery"));
      assertThat(!predicted.isEmpty()).as(line).isEqualTo(coalesces);
    }
    // On a busy machine a single reading may be empty.
    assertThat(payload).hasSize(6);
    assertThat(payload.values()).allMatch(bytes -> bytes > 0);
  }

  private List<String> lines() throws IOException {
    try (Stream<Path> runs = Files.list(folder)) {
      Path run = runs.toList().getFirst();
      assertThat(run.resolve("environment.json")).exists();
      assertThat(run.resolve("command.txt"))
          .content()
          .contains("benchmarks.jar live --workloads")
          .doesNotContain("--runs");
      return Files.readAllLines(run.resolve(Experiment.FILE));
    }
  }

  @Test
  void aRunThatIsStoppedLeavesItsRowsAndNothingElse() throws IOException, InterruptedException {
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rsclab.bench.Main",
                "live",
                "--workloads=bulk",
                "--runs=" + folder)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    try {
      for (int tries = 0; rows() < 3; tries++) {
        assertThat(run.isAlive()).isTrue();
        assertThat(tries).isLessThan(600);
        Thread.sleep(100);
      }
      run.destroy(); // SIGTERM, which Java treats as Ctrl-C
      assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      run.destroyForcibly();
    }
    assertThat(rows()).isGreaterThanOrEqualTo(3);
  }

  private long rows() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Optional<Path> csv = files.filter(file -> file.endsWith(Experiment.FILE)).findFirst();
      return csv.isEmpty() ? 0 : Files.readAllLines(csv.get()).size();
    }
  }
}
