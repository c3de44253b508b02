package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

class EnvironmentTest {
  @TempDir Path root;

  private void put(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private EnvironmentProbe begin(Instant startedAt) {
    return EnvironmentProbe.begin(root, root, startedAt, Duration.ZERO);
  }

  private static Environment end(EnvironmentProbe probe) {
    return probe.end("quick", "", List.of("-Xmx1g"), List.of("PASS_THROUGH"), "a sentence");
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = root.resolve("environment.json");
    MadeUpEnvironment.environment().write(file);
    assertThat(Environment.read(file)).isEqualTo(MadeUpEnvironment.environment());
    assertThat(Files.readString(file))
        .contains("\"formatVersion\" : 1", "\"startedAt\" : \"2026-03-04T05:06:07Z\"", "\n  \"");
  }

  @Test
  void fillsWhatIsMissing() throws IOException {
    put("environment.json", "{\"formatVersion\":1,\"somethingNew\":3,\"logicalCpus\":4}");
    Environment environment = Environment.read(root.resolve("environment.json"));
    assertThat(environment.cpuModel()).isEqualTo("unknown");
    assertThat(environment.coalescerKinds()).isEmpty();
    assertThat(environment.loadBefore()).isNull();
    assertThat(environment.busyBefore()).isNull();
    assertThat(environment.logicalCpus()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | not the environment of a run",
        "[1] | not the environment of a run",
        "null | formatVersion is missing",
        "{} | formatVersion is 0",
        "{\"formatVersion\":2,\"logicalCpus\":4} | formatVersion is 2",
      })
  void refusesOtherFiles(String text, String message) throws IOException {
    put("environment.json", text);
    assertThatThrownBy(() -> Environment.read(root.resolve("environment.json")))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsLinux() throws IOException {
    put(
        "proc/cpuinfo",
        """
        processor\t: 0
        model name\t: AMD EPYC
        siblings\t: 4
        cpu cores\t: 2
        flags\t\t: fpu hypervisor sse

        processor\t: 1
        model name\t: other
        """);
    put("proc/meminfo", "MemTotal:        8000 kB\nMemFree: 1 kB\n");
    put("proc/loadavg", "0.25 0.10 0.05 1/100 4242\n");
    put("proc/stat", "cpu  100 0 50 800 10 0 0 40 7 7\ncpu0 1 2 3\n");
    put("proc/sys/kernel/osrelease", "6.1.0-test\n");
    put("sys/class/dmi/id/sys_vendor", "QEMU\n");
    put("sys/devices/system/cpu/smt/control", "on\n");
    put("sys/devices/system/cpu/cpufreq/boost", "0\n");
    put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    for (int i = 0; i < 2; i++) {
      String cache = "sys/devices/system/cpu/cpu0/cache/index" + i + "/";
      put(cache + "level", (i + 1) + "\n");
      put(cache + "type", "Data\n");
      put(cache + "size", i == 0 ? "32K\n" : "1M\n");
    }
    EnvironmentProbe probe = begin(Instant.parse("2026-03-04T05:06:07.89Z"));
    put("proc/loadavg", "1.50 0.10 0.05 1/100 4242\n");
    put("proc/stat", "cpu  150 0 60 820 10 0 0 60 9 9\n");
    Environment it = end(probe);
    assertThat(it.cpuModel()).isEqualTo("AMD EPYC");
    assertThat(it.coresPerSocket()).isEqualTo(2);
    assertThat(it.threadsPerCore()).isEqualTo(2);
    assertThat(it.memoryBytes()).isEqualTo(8000 * 1024);
    assertThat(it.kernel()).isEqualTo("Linux 6.1.0-test");
    assertThat(it.governor()).isEqualTo("performance");
    assertThat(it.smt()).isEqualTo("on");
    assertThat(it.turbo()).isEqualTo("off");
    assertThat(it.virtualization()).isEqualTo("virtual machine (QEMU)");
    assertThat(it.caches())
        .containsExactly(
            new Environment.CpuCache(1, "Data", 32 << 10),
            new Environment.CpuCache(2, "Data", 1 << 20));
    assertThat(it.loadBefore()).isEqualTo(0.25);
    assertThat(it.loadAfter()).isEqualTo(1.5);
    assertThat(it.busyBefore()).isNull();
    assertThat(it.stealShare()).isCloseTo(0.2, within(1e-12));
    assertThat(it.startedAt()).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(it.gitCommit()).isEqualTo("unknown");
    assertThat(it.gitDirty()).isNull();
  }

  @Test
  void whatIsNeitherIdleNorWaitingIsBusy() {
    CpuTime before = CpuTime.parse("cpu  100 0 50 800 10 0 0 40 7 7");
    assertThat(before).isEqualTo(new CpuTime(1000, 810, 40));
    // 30 user, 5 system, 45 idle, 15 waiting for a disk, 5 stolen.
    CpuTime after = CpuTime.parse("cpu  130 0 55 845 25 0 0 45 9 9");
    assertThat(CpuTime.busyShare(before, after)).isCloseTo(0.4, within(1e-12));
    assertThat(CpuTime.stealShare(before, after)).isCloseTo(0.05, within(1e-12));
    assertThat(CpuTime.busyShare(before, before)).isNull();
    assertThat(CpuTime.busyShare(null, after)).isNull();
  }

  @Test
  void elsewhereMostIsUnknown() {
    Environment it = end(begin(Instant.EPOCH));
    assertThat(List.of(it.cpuModel(), it.governor(), it.smt(), it.turbo(), it.virtualization()))
        .containsOnly("unknown");
    assertThat(it.caches()).isEmpty();
    assertThat(it.memoryBytes()).isNull();
    assertThat(it.stealShare()).isNull();
    assertThat(it.loadAfter()).isNull();
    assertThat(it.logicalCpus()).isPositive();
    assertThat(it.jdkVersion()).isEqualTo(Runtime.version().toString());
  }

  @Test
  void oddFilesDoNotHurt() throws IOException {
    put("proc/cpuinfo", ":::\n\u0000\n");
    put("proc/loadavg", "high\n");
    put("proc/stat", "cpu  a b c d e f g h\n");
    put("proc/meminfo", "MemTotal: lots\n");
    put("sys/devices/system/cpu/cpu0/cache/index0/size", "big\n");
    Environment it = end(begin(Instant.EPOCH));
    assertThat(it.loadBefore()).isNull();
    assertThat(it.stealShare()).isNull();
    assertThat(it.caches()).isEmpty();
  }

  @Test
  void theMeasuringJvmMayBeAnother() {
    Environment it =
        begin(Instant.EPOCH)
            .end("quick", "", List.of(), "26.0.1+3", "Other VM 26", List.of(), "a sentence");
    assertThat(it.jdkVersion()).isEqualTo("26.0.1+3");
    assertThat(it.jvmName()).isEqualTo("Other VM 26");
  }

  @Test
  void aCommitDuringTheRunIsNotTheOneMeasured() throws IOException, InterruptedException {
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "-m", "measured");
    String measured = GitState.of(root).commit();
    assertThat(measured).isNotEqualTo("unknown");
    EnvironmentProbe probe = begin(Instant.EPOCH);
    git("commit", "-q", "--allow-empty", "-m", "later");
    put("changed", "after the start");
    assertThat(GitState.of(root).commit()).isNotEqualTo(measured);
    assertThat(end(probe).gitCommit()).isEqualTo(measured);
    assertThat(end(probe).gitDirty()).isFalse();
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=b"));
    command.addAll(List.of("-c", "commit.gpgsign=false"));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).directory(root.toFile()).start().waitFor()).isZero();
  }

  @Test
  void theRealMachineCanBeAsked() {
    Environment it = end(EnvironmentProbe.begin());
    assertThat(it.formatVersion()).isEqualTo(Environment.FORMAT_VERSION);
    assertThat(it.gitCommit()).matches("unknown|[0-9a-f]{40,64}");
    if (Files.isReadable(Path.of("/proc/stat"))) {
      assertThat(it.busyBefore()).isBetween(0.0, 1.0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-Xmx1g, -Xmx1g",
    "-XX:StartFlightRecording=filename=/home/me/x.jfr, -XX:StartFlightRecording=filename=<path>",
    "-Dfile=C:\\Users\\me, -Dfile=<path>",
    "@../args, @<path>",
    "-javaagent:~/a.jar=b, -javaagent:<path>",
    "--add-exports=a.b/c.d=ALL-UNNAMED, --add-exports=a.b/c.d=ALL-UNNAMED"
  })
  void pathsAreTakenOutOfFlags(String flag, String expected) {
    assertThat(EnvironmentProbe.withoutPaths(flag)).isEqualTo(expected);
  }
}
