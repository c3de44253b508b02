package dev.rsclab.bench;

import dev.rsclab.profile.ForkProfiler;
import dev.rsclab.profile.HardwareCounters;
import dev.rsclab.profile.ProfilerName;
import dev.rsclab.results.profiles.Profile;
import dev.rsclab.results.profiles.ProfileResults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The forks after the measured ones, each under one profiler. Their scores go nowhere but into the
 * list of profiles.
 *
 * <p>What is profiled is the cost of a packet in the coalescer alone, {@link FlowScalingBenchmark}:
 * there the kinds differ most, and nothing of a guest lies between. Every kind is profiled with few
 * flows, which fit a cache, and with many.
 */
final class ProfilePass {

  private static final String BENCHMARK = FlowScalingBenchmark.class.getName() + ".offer";

  private final Settings settings;
  private final List<ProfilerName> profilers;
  private final Optional<String> noCounters;

  /** Finds out which profilers can run here; starts none. */
  ProfilePass(Settings settings) {
    this.settings = settings;
    List<ProfilerName> wanted = new ArrayList<>(settings.profilers());
    boolean counters = wanted.contains(ProfilerName.PERFNORM);
    noCounters =
        counters || wanted.contains(ProfilerName.ASYNC)
            ? HardwareCounters.missing()
            : Optional.empty();
    if (noCounters.isPresent()) {
      wanted.remove(ProfilerName.PERFNORM);
    }
    profilers = List.copyOf(wanted);
  }

  /** How many forks it takes. */
  int forks() {
    return settings.profiledCells().size() * profilers.size();
  }

  /** About how long it takes. */
  Duration estimate() {
    return Settings.FORK
        .plus(settings.times().warmup())
        .plus(Duration.ofMillis(length().convertTo(TimeUnit.MILLISECONDS)))
        .multipliedBy(forks());
  }

  /** What is said before the run: nothing, if nobody asked for profilers. */
  List<String> announcement() {
    List<String> lines = new ArrayList<>();
    if (!profilers.isEmpty()) {
      lines.add(
          "Then %d profiled forks, about %s, which are no part of the measured figures: %s, one after the other."
              .formatted(
                  forks(),
                  Limits.text(estimate()),
                  profilers.stream()
                      .map(ProfilerName::toString)
                      .collect(Collectors.joining(", "))));
    }
    noCounters.ifPresent(lines::add);
    return lines;
  }

  /**
   * Runs all of them and writes the list of profiles anew after each.
   *
   * @return how many profiles are missing; 0 if all is well
   * @throws IOException if files cannot be written
   */
  int run(Path runFolder, Progress progress) throws IOException {
    if (settings.profilers().isEmpty()) {
      return 0;
    }
    int missing = 0;
    List<Profile> profiles = new ArrayList<>();
    List<String> remarks = new ArrayList<>(noCounters.stream().toList());
    write(runFolder, remarks, profiles);
    progress.startProfiles();
    try (ForkProfiler forks =
        new ForkProfiler(BENCHMARK, runFolder.resolve(ProfileResults.FOLDER))) {
      for (Grid.Cell cell : settings.profiledCells()) {
        for (ProfilerName profiler : profilers) {
          Optional<String> failure = profile(profiler, cell, forks, profiles, progress);
          if (failure.isPresent()) {
            missing++;
            remarks.add(failure.get());
            progress.tell(failure.get());
          }
          write(runFolder, remarks, profiles);
        }
      }
    }
    return missing;
  }

  /** Runs a fork and adds its profile; says why if there is none. */
  private Optional<String> profile(
      ProfilerName profiler,
      Grid.Cell cell,
      ForkProfiler forks,
      List<Profile> profiles,
      Progress progress) {
    String what = "Profiler %s over %s: ".formatted(profiler, name(cell));
    try {
      Leg.Forks leg = leg(cell, profiler, forks);
      progress.startProfile(profiler.toString(), leg);
      Collection<RunResult> results = new Runner(leg.options(), progress).run();
      progress.endLeg(leg);
      if (results.isEmpty()) {
        return Optional.of(what + "the fork failed; jmh.log says why.");
      }
      profiles.add(forks.take(profiler, results.iterator().next(), name(cell)));
      return Optional.empty();
    } catch (IOException | RunnerException e) {
      return Optional.of(what + e.getMessage() + ".");
    }
  }

  private static void write(Path runFolder, List<String> remarks, List<Profile> profiles)
      throws IOException {
    new ProfileResults(BENCHMARK, remarks, profiles).write(runFolder);
  }

  private Leg.Forks leg(Grid.Cell cell, ProfilerName profiler, ForkProfiler forks)
      throws IOException {
    ChainedOptionsBuilder options =
        settings
            .forkOptions(List.of(BENCHMARK), cell.params(), forks.jvmFlags(profiler))
            .measurementIterations(1)
            .measurementTime(length());
    if (profiler.isOfJmh()) {
      options.addProfiler(profiler.toString(), forks.options(profiler, name(cell)));
    }
    return new Leg.Forks(options.build(), 1);
  }

  /** Long enough for some hundred samples; the user's own time goes before. */
  private TimeValue length() {
    return settings.cli().getMeasurementTime().orElse(settings.profile().profiled());
  }

  /** A cell in a file's name: its kind, and what else differs between the cells. */
  private String name(Grid.Cell cell) {
    List<Grid.Cell> all = settings.profiledCells();
    return cell.params().entrySet().stream()
        .filter(param ->
            param.getKey().equals("flows")
                || all.stream()
                    .anyMatch(
                        other -> !param.getValue().equals(other.params().get(param.getKey()))))
        .filter(param -> !param.getKey().equals("kind"))
        .map(param -> "-" + param.getKey() + "-" + param.getValue())
        .collect(Collectors.joining("", cell.params().get("kind"), ""));
  }
}
