package dev.rsclab.results;

import dev.rsclab.results.profiles.FoldedStacks;
import dev.rsclab.results.profiles.Profile;
import dev.rsclab.results.profiles.ProfileResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Chooses the two kinds whose stacks are compared, and writes the page: from the reference, which
 * is the first kind that coalesces, to the fastest of the others, where most flows were profiled.
 *
 * @param title the finding, in a sentence without its full stop
 * @param path of the page, relative to the run folder
 */
record ProfileDifference(String title, String path) {
  private static final String KIND = "kind";

  /**
   * Writes the page of a run.
   *
   * @return nothing if not two kinds were sampled under one condition
   * @throws IOException if stacks cannot be read or the page cannot be written
   */
  static Optional<ProfileDifference> write(Run run, ProfileResults profiles, Path folder)
      throws IOException {
    List<Profile> sampled =
        profiles.of("async").stream()
            .filter(profile -> !run.kinds().isFloor(profile.kind()))
            .sorted(
                Comparator.comparingInt(Profile::flows)
                    .reversed()
                    .thenComparing(Profile::kind, run.kinds().chartOrder()))
            .toList();
    if (sampled.isEmpty()) {
      return Optional.empty();
    }
    Profile reference = sampled.getFirst();
    List<Profile> others =
        sampled.stream()
            .filter(other ->
                !other.kind().equals(reference.kind()) && without(other).equals(without(reference)))
            .toList();
    Costs costs = Costs.of(run, reference, others);
    Optional<Profile> fastest = others.stream().min(Comparator.comparingDouble(costs.nanos()));
    if (fastest.isEmpty()) {
      return Optional.empty();
    }
    Path sources = folder.resolve(ProfileResults.FOLDER);
    DifferentialFlameGraph.Side before = side(profiles.benchmark(), reference, costs, sources);
    DifferentialFlameGraph.Side after = side(profiles.benchmark(), fastest.get(), costs, sources);
    if (before.stacks().total() == 0 || after.stacks().total() == 0) {
      return Optional.empty();
    }
    DifferentialFlameGraph graph =
        new DifferentialFlameGraph(
            before, after, Figures.count(reference.flows(), "flow"), costs.source());
    String file = "difference-%s-%s.html".formatted(reference.kind(), fastest.get().kind());
    Files.writeString(sources.resolve(file), graph.page(), StandardCharsets.UTF_8);
    return Optional.of(new ProfileDifference(graph.title(), ProfileResults.FOLDER + "/" + file));
  }

  private static DifferentialFlameGraph.Side side(
      String benchmark, Profile profile, Costs costs, Path sources) throws ResultsException {
    FoldedStacks stacks = FoldedStacks.read(sources.resolve(profile.stacks().folded()));
    return new DifferentialFlameGraph.Side(
        profile.kind(), stacks.from(benchmark), costs.nanos().applyAsDouble(profile));
  }

  private static Map<String, String> without(Profile profile) {
    Map<String, String> others = new HashMap<>(profile.params());
    others.remove(KIND);
    return others;
  }

  /**
   * What a packet takes.
   *
   * @param nanos by profile
   * @param source where it comes from, as the end of a sentence
   */
  private record Costs(ToDoubleFunction<Profile> nanos, String source) {

    /**
     * Measured, if all were; else as the profiled forks read, so that like is compared with like.
     */
    static Costs of(Run run, Profile reference, List<Profile> others) {
      boolean all =
          measured(run, reference).isPresent()
              && others.stream().allMatch(other -> measured(run, other).isPresent());
      return all
          ? new Costs(it -> measured(run, it).getAsDouble(), "as the measured forks read")
          : new Costs(
              Profile::nanosPerPacket,
              "as the profiled forks read: not all of these kinds were measured in this run");
    }
  }

  /** The mean of the measured forks, in ns. */
  static OptionalDouble measured(Run run, Profile profile) {
    return run.of(List.of(FlowScaling.BENCHMARK)).stream()
        .filter(measurement -> measurement.params().equals(profile.params()))
        .flatMapToDouble(measurement -> Arrays.stream(measurement.forkMeans()))
        .average();
  }
}
