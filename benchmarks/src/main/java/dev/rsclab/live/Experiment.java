package dev.rsclab.live;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.results.Environment;
import dev.rsclab.results.EnvironmentProbe;
import dev.rsclab.results.RunFolder;
import dev.rsclab.results.live.LiveReport;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Measures a grid in rounds and writes a run folder. Each row is written when it is measured, so
 * that a run that is stopped can be read as far as it went.
 *
 * @param grid what a round measures
 * @param rounds how many
 * @param warmUp how long traffic runs before it is measured
 * @param duration how long it is measured
 * @param label the folder is {@code <date>-<label>}
 * @param command what gives this run again
 */
record Experiment(
    Grid grid, int rounds, Duration warmUp, Duration duration, String label, String command) {

  /** The readings, a line for each repetition. */
  static final String FILE = "live.csv";

  /** What a replay of the arrivals without coalescing would have one expect. */
  static final String PREDICTIONS = "live-predictions.csv";

  private static final String GUEST =
      "Nothing is modelled: the guest is the TCP receiver of the kernel and an application that"
          + " takes the bytes.";

  /** What a repetition takes besides: connecting, ending, reading counters, replaying. */
  private static final Duration BESIDES = Duration.ofMillis(80);

  /** The first time that a device is met, the JVM has not compiled it. */
  private static final Duration FIRST_TIME = Duration.ofMillis(300);

  /** About how long it takes. */
  Duration estimate() {
    Duration cell = warmUp.plus(duration).plus(BESIDES);
    return cell.multipliedBy((long) rounds * grid.cells().size())
        .plus(FIRST_TIME.plus(BESIDES).multipliedBy(warmUpCells().size()));
  }

  /**
   * Runs.
   *
   * @param runs where run folders are made
   * @return the run's folder
   * @throws IOException if a file cannot be written, or a measurement fails
   */
  Path run(Path runs, PrintStream screen) throws IOException {
    EnvironmentProbe probe = EnvironmentProbe.begin();
    Path folder = RunFolder.create(runs, LocalDate.now(ZoneId.systemDefault()), label);
    Files.writeString(folder.resolve("command.txt"), command + "\n");
    screen.println("Results go to " + folder);
    if (!probe.noise().isEmpty()) {
      screen.println("Care: this machine is noisy now, and the run is marked so:");
      probe.noise().forEach(reason -> screen.println("  " + reason));
    }
    environment(probe).write(folder.resolve("environment.json"));
    screen.printf(
        "%d repetitions in %d rounds take about %s.%n",
        rounds * grid.cells().size(), rounds, Progress.text(estimate()));
    List<LiveRow> rows = measure(folder, screen);
    environment(probe).write(folder.resolve("environment.json"));
    LiveTable.lines(rows).forEach(screen::println);
    LiveReport.write(folder).lines().forEach(screen::println);
    return folder;
  }

  private List<LiveRow> measure(Path folder, PrintStream screen) throws IOException {
    List<LiveRow> rows = new ArrayList<>();
    try (Bench bench = new Bench();
        CsvFile csv = new CsvFile(folder.resolve(FILE), LiveRow.HEADER);
        CsvFile predictions = new CsvFile(folder.resolve(PREDICTIONS), LiveRow.PREDICTION_HEADER)) {
      for (Grid.Cell cell : warmUpCells()) {
        bench.measure(0, cell.workload(), cell.device(), Duration.ZERO, FIRST_TIME);
      }
      Progress progress = new Progress(rounds * grid.cells().size(), screen);
      for (int round = 1; round <= rounds; round++) {
        for (Grid.Cell cell : grid.ofRound(round)) {
          LiveRow row = bench.measure(round, cell.workload(), cell.device(), warmUp, duration);
          rows.add(row);
          csv.add(row.line());
          if (row.fromPlain() != null) {
            predictions.add(row.predictionLine());
          }
          progress.done(row);
        }
      }
    }
    return rows;
  }

  /** Each device and each workload once. */
  private List<Grid.Cell> warmUpCells() {
    Set<Object> met = new LinkedHashSet<>();
    List<Grid.Cell> cells = new ArrayList<>();
    for (Grid.Cell cell : grid.cells()) {
      boolean newShape = met.add(cell.workload().shape());
      boolean newDevice = met.add(cell.device());
      if (newShape || newDevice) {
        cells.add(cell);
      }
    }
    return cells;
  }

  private Environment environment(EnvironmentProbe probe) {
    return probe.end(
        "live",
        label,
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        CoalescerKind.available().stream().map(Enum::name).toList(),
        GUEST);
  }
}
