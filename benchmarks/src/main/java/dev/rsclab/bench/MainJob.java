package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.profile.ProfilerName;
import dev.rsclab.replay.RscInterval;
import dev.rsclab.results.DelayBudget;
import dev.rsclab.results.Environment;
import dev.rsclab.results.EnvironmentProbe;
import dev.rsclab.results.PeerResults;
import dev.rsclab.results.RunFolder;
import dev.rsclab.results.RunReport;
import dev.rsclab.results.RunSummary;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The main job: replay, measure in rounds, write down the environment, draw, recommend. */
final class MainJob {

  private final Settings settings;
  private final String label;
  private final OptionalLong delayBudget;
  private final Path runs;
  private final PrintStream screen;

  MainJob(
      Settings settings, String label, OptionalLong delayBudget, Path runs, PrintStream screen) {
    this.settings = settings;
    this.label = label;
    this.delayBudget = delayBudget;
    this.runs = runs;
    this.screen = screen;
  }

  /** Runs and returns the exit status: 0 only if every result and every chart is there. */
  int run() throws IOException, RunnerException, InterruptedException {
    try (JmhLock _ = JmhLock.acquire(screen)) {
      long started = System.nanoTime();
      EnvironmentProbe probe = EnvironmentProbe.begin();
      Path folder = RunFolder.create(runs, LocalDate.now(ZoneId.systemDefault()), label);
      Files.writeString(folder.resolve("command.txt"), command() + "\n");
      DelayBudget.store(folder, delayBudget);
      screen.println("Results go to " + folder);
      warn(probe.noise());
      QualityReplay replay = QualityReplay.of(settings);
      if (!replay.isEmpty()) {
        replay.table().write(folder.resolve("replay.csv"));
      }
      ProfilePass profiles = new ProfilePass(settings);
      sayHowMuch(profiles);
      // A run that is stopped can be reported as far as it went: all three files are there.
      environment(probe, Optional.empty()).write(folder.resolve("environment.json"));
      Rounds rounds =
          new Rounds(settings, settings.limits().keeping(profiles.estimate()), screen, started);
      int missing = measure(folder, rounds, profiles);
      if (rounds.reason().isPresent()) {
        Files.writeString(folder.resolve("stopped.txt"), rounds.reason().get() + "\n");
      }
      environment(probe, rounds.anyParams()).write(folder.resolve("environment.json"));
      RunSummary summary = RunReport.write(folder);
      summary.lines().forEach(screen::println);
      rounds.reason().ifPresent(reason -> screen.println("\n" + reason));
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      screen.println();
      screen.printf("Took %d min %d s.%n", took.toMinutes(), took.toSecondsPart());
      return status(missing, rounds.failedPeers(), summary);
    }
  }

  /** Before the minutes are spent, not after. */
  private void warn(List<String> noise) {
    if (!noise.isEmpty()) {
      screen.println("Care: this machine is noisy now, and the run is marked so:");
      noise.forEach(reason -> screen.println("  " + reason));
    }
  }

  /** How many forks the run takes, and about how long; a budget that is too short is told now. */
  private void sayHowMuch(ProfilePass profiles) {
    Limits limits = settings.limits().keeping(profiles.estimate());
    Duration round = settings.roundEstimate();
    settings
        .peers()
        .leftOut()
        .forEach(it -> screen.println("Peer " + it.peer() + " is left out: " + it.reason()));
    int processes = settings.cellsOfARound() - settings.forksOfARound();
    if (processes == 0 && !settings.peers().peers().isEmpty()) {
      screen.println(
          "No peer will run: they play the packets of FlowScalingBenchmark, and none of its cells is"
              + " measured.");
    }
    screen.printf(
        "%d forks%s a round, %s%d rounds: %s about %s.%n",
        settings.forksOfARound(),
        processes == 0 ? "" : " and " + processes + " processes of peers",
        limits.any() ? "at most " : "",
        settings.rounds(),
        limits.any() ? "a round takes" : "they take",
        Limits.text(limits.any() ? round : round.multipliedBy(settings.rounds())));
    profiles.announcement().forEach(screen::println);
    limits.tooShort(round.multipliedBy(2)).ifPresent(screen::println);
  }

  private int measure(Path folder, Rounds rounds, ProfilePass profiles)
      throws IOException, RunnerException {
    try (PrintStream log =
        new PrintStream(
            Files.newOutputStream(folder.resolve("jmh.log")), true, StandardCharsets.UTF_8)) {
      OutputFormat text = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
      Progress progress = new Progress(text, screen, onTerminal(), settings, profiles.forks());
      int missing = rounds.run(folder.resolve("jmh.json"), progress);
      missing += profiles.run(folder, progress);
      return Math.max(missing, progress.failures());
    }
  }

  @SuppressWarnings("SystemConsoleNull") // it is null where jdk.internal.le is not resolved
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private int status(int missing, List<PeerResults.Remark> failedPeers, RunSummary summary) {
    if (missing > 0) {
      screen.println(
          "FAILED: " + missing + " results are missing; jmh.log in the run's folder says why.");
    }
    failedPeers.forEach(it -> screen.println("FAILED: peer " + it.peer() + ": " + it.reason()));
    summary.problems().forEach(problem -> screen.println("FAILED: " + problem));
    return missing > 0 || !failedPeers.isEmpty() || !summary.problems().isEmpty() ? 1 : 0;
  }

  /** The JVM is described by what JMH says of the forks, since the user may choose another. */
  private Environment environment(EnvironmentProbe probe, Optional<BenchmarkParams> params) {
    return probe.end(
        settings.profile().toString(),
        label,
        params
            .map(it -> it.getJvmArgs().stream().map(settings::withoutPath).distinct().toList())
            .orElse(List.of()),
        params.map(BenchmarkParams::getJdkVersion).orElse(Runtime.version().toString()),
        params.map(it -> it.getVmName() + " " + it.getVmVersion()).orElse(""),
        CoalescerKind.available().stream().map(Enum::name).toList(),
        Profile.GUEST_COST_SOURCE);
  }

  /** The command that gives this run again. */
  private String command() {
    List<String> words =
        new ArrayList<>(
            List.of("mvn -pl benchmarks jmh", "-Drsclab.profile=" + settings.profile()));
    if (!CoalescerKind.jvmFlags().isEmpty()) {
      words.add("-Pvector");
    }
    if (!label.equals(settings.profile().toString())) {
      words.add("-Drsclab.label=" + label);
    }
    if (!settings.capture().isEmpty()) {
      words.add("-Drsclab.capture='" + settings.captureName() + "'");
    }
    if (!settings.peers().texts().isEmpty()) {
      words.add("-Drsclab.peers='" + String.join(",", settings.peers().texts()) + "'");
    }
    if (!settings.profilers().isEmpty()) {
      words.add(
          "-Drsclab.profilers="
              + settings.profilers().stream()
                  .map(ProfilerName::toString)
                  .collect(Collectors.joining(",")));
    }
    if (delayBudget.isPresent()) {
      words.add("-Drsclab.delayBudget=" + RscInterval.format(delayBudget.getAsLong()));
    }
    settings.limits().options().forEach(option -> words.add("-Drsclab." + option));
    if (!settings.jmhArgs().isEmpty()) {
      words.add("-Djmh.args='" + String.join(" ", settings.jmhArgs()) + "'");
    }
    return String.join(" ", words);
  }
}
