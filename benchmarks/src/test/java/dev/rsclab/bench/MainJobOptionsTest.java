package dev.rsclab.bench;

import static dev.rsclab.bench.Commands.FORK_OPTIONS;
import static dev.rsclab.bench.Commands.ONE_INTERVAL;
import static dev.rsclab.bench.Commands.execute;
import static dev.rsclab.bench.Commands.mainJob;
import static dev.rsclab.bench.Commands.onlyRun;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What limits, peers and a capture change in a main job; apart from {@link MainJobTest}, which
 * takes long alone.
 */
@ExtendWith(JmhLockIgnored.class)
class MainJobOptionsTest {

  /** With one chart and nothing to replay. */
  private static final String ONE_CELL =
      "FlowScaling -p kind=OPEN_ADDRESSING -p flows=8 -p burst=1 -p payloadBytes=1448"
          + " -p placement=GATHERED -p repetition=1";

  @TempDir private Path folder;

  @Test
  void theMainJobStopsWhereItsLimitsSay() throws IOException {
    Path runs = folder.resolve("runs");
    assertThat(mainJob(runs, "--precision=99% --budget=1s", "-f 2 " + ONE_CELL))
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
            "-f 2 " + ONE_CELL);
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
}
