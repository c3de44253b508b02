package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Commands as users give them, in this JVM; so no two at a time. */
final class Commands {

  /** One cell of the interval benchmark for each IP version, or for each of those given. */
  static final String ONE_INTERVAL =
      "IntervalBenchmark -p workload=bulk -p interval=50us -p kind=OPEN_ADDRESSING -p guest=HEAVY"
          + " -p repetition=1";

  /** For forks that are over before the second compiler tier would pay. */
  static final String FORK_OPTIONS = " -wi 0 -i 1 -r 10ms -jvmArgsAppend -XX:TieredStopAtLevel=1";

  private Commands() {}

  /** Runs a command and returns its exit status and everything it printed. */
  static String execute(String... args) {
    return PrintedText.of(() -> Main.execute(args));
  }

  /** Runs the main job in the profile smoke; returns as {@link #execute} does. */
  static String mainJob(Path runs, String options, String jmhOptions) {
    List<String> args = new ArrayList<>(List.of("run", "--profile=smoke", "--runs=" + runs));
    args.addAll(List.of(options.split(" ", -1)));
    args.add("--");
    args.addAll(List.of((jmhOptions + FORK_OPTIONS).split(" ", -1)));
    return execute(args.toArray(String[]::new));
  }

  /** The folder of the run that the job has left. */
  static Path onlyRun(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      List<Path> found = all.toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }
}
