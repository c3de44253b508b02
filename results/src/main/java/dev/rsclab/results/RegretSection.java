package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One interval for all workloads, without and with a budget for the delay, and how the interval
 * moves with the guest's cost.
 *
 * @param run the run
 */
record RegretSection(Run run) {
  /** Budgets for the p99 delay in ns; the delay itself is the user's to choose. */
  private static final List<Long> BUDGETS = List.of(50_000L, 100_000L, 300_000L);

  /** Nothing if fewer than two conditions were measured. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>(regrets());
    if (!blocks.isEmpty()) {
      blocks.addAll(guests(studies()));
    }
    return blocks;
  }

  private List<IntervalStudy> studies() {
    return run.studies().stream().filter(study -> !study.curves().isEmpty()).toList();
  }

  /** The one interval alone. */
  List<Block> regrets() {
    List<Block> blocks = new ArrayList<>();
    List<IntervalStudy> studies = studies();
    if (studies.size() < 2 || !studies.getFirst().cells().getFirst().hasInterval()) {
      return blocks;
    }
    blocks.add(new Block.Heading(2, "One rsc_interval for all workloads"));
    blocks.add(new Block.Paragraph(rule()));
    Map<String, List<IntervalStudy>> byGuest =
        studies.stream()
            .collect(
                Collectors.groupingBy(
                    study -> study.condition().guestInWords(), TreeMap::new, Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    byGuest.forEach((guest, group) -> {
      rows.add(row(guest, "none", group));
      if (run.replay().isPresent()) {
        for (long budget : budgets()) {
          DelayBudget allowed = new DelayBudget(budget, run.replay());
          rows.add(row(guest, Nanos.format(budget), group.stream().map(allowed::within).toList()));
        }
      }
    });
    blocks.add(
        new Block.Table(
            List.of(
                "guest",
                "budget for p99 delay",
                "recommended",
                "largest regret",
                "in",
                "chosen in resamples"),
            rows));
    return blocks;
  }

  /** Those that are always looked at, and the run's own. */
  private SortedSet<Long> budgets() {
    SortedSet<Long> budgets = new TreeSet<>(BUDGETS);
    run.budget().ifPresent(own -> budgets.add(own.nanos()));
    return budgets;
  }

  private static String rule() {
    return MinimaxRegret.IN_WORDS
        + " Conditions are all workloads and IP versions with the same guest. Under a budget a"
        + " condition's intervals with more p99 delay (from the replay) are left out from the start:"
        + " they cannot be chosen, and the best throughput is that of the others. The last"
        + " column tells how much the choice owes to noise: the run was resampled "
        + ForkErrors.RESAMPLES
        + " times and the rule applied again.";
  }

  private List<String> row(String guest, String budget, List<IntervalStudy> group) {
    Optional<MinimaxRegret> chosen = MinimaxRegret.of(group);
    if (chosen.isEmpty()) {
      return List.of(guest, budget, "no interval meets it everywhere", "-", "-", "-");
    }
    MinimaxRegret it = chosen.get();
    return List.of(
        guest,
        budget,
        Nanos.format(it.intervalNanos()),
        String.format(Locale.ROOT, "%.1f %%", it.regret() * 100),
        it.regret() == 0 ? "-" : it.worst().namedAmong(run.conditions()).inWords(),
        Stability.ofRegret(group).map(Stability::inWords).orElse("-"));
  }

  private static List<Block> guests(List<IntervalStudy> studies) {
    List<GuestSensitivity> sensitivities = GuestSensitivity.of(studies);
    if (sensitivities.isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    for (GuestSensitivity sensitivity : sensitivities) {
      for (GuestSensitivity.Guest guest : sensitivity.recommendations()) {
        Recommendation it = guest.recommendation();
        rows.add(
            List.of(
                sensitivity.condition().workload() + ", " + sensitivity.condition().family(),
                it.study().condition().guestInWords(),
                Nanos.format(it.intervalNanos()),
                it.toFloor().map(Figures::ratio).orElse("-")));
      }
    }
    return List.of(
        new Block.Heading(2, "How the recommended interval moves with the guest's cost"),
        new Block.Table(List.of("workload", "guest", "recommended", "over the floor"), rows));
  }
}
