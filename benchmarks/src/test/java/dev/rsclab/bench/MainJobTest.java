package dev.rsclab.bench;

import static dev.rsclab.bench.Commands.execute;
import static dev.rsclab.bench.Commands.mainJob;
import static dev.rsclab.bench.Commands.onlyRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.results.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job from the first fork to the report, in the profile smoke. */
class MainJobTest {

  @TempDir private Path folder;

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
}
