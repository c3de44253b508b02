package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Why a machine makes measurements noisy: what can be seen before a run, and during it. What could
 * not be found out is no reason.
 */
public final class NoiseReasons {
  /** More than this share of the CPU time taken by others is worth a warning. */
  static final double MUCH_STEAL = 0.01;

  /** Likewise this share in use by anything, before the run. */
  static final double MUCH_BUSY = 0.1;

  /** What a measuring JVM may need: 2 GiB of heap. */
  static final long NEEDED_BYTES = 2L << 30;

  private NoiseReasons() {}

  /**
   * What is seen just before a run.
   *
   * @param busy share of the CPU time in use during a short sample, or null
   * @param stolen share of it that the hypervisor gave to others, or null
   * @param load load average over one minute, or null
   * @param processes who else was busy during the sample
   */
  static List<String> before(
      SystemFiles files,
      int cpus,
      Double busy,
      Double stolen,
      Double load,
      List<String> processes) {
    List<String> reasons = new ArrayList<>();
    if (isMuch(busy, MUCH_BUSY)) {
      reasons.add(notIdle(busy));
    }
    // The load average remembers the build of a minute ago; it does not count on an idle machine.
    if (load != null && load > cpus && (busy == null || busy > MUCH_BUSY)) {
      reasons.add(
          String.format(Locale.ROOT, "the load average was %.2f for each CPU", load / cpus));
    }
    if (!processes.isEmpty()) {
      reasons.add("other processes used CPU time: " + String.join(", ", processes));
    }
    if (isMuch(stolen, MUCH_STEAL)) {
      reasons.add(
          "the hypervisor gave %s of the CPU time to others before the run"
              .formatted(Figures.percent(stolen)));
    }
    Set<String> governors = files.governors();
    if (!governors.isEmpty() && !governors.equals(Set.of("performance"))) {
      reasons.add(
          "the frequency governor is %s, not performance".formatted(String.join(", ", governors)));
    }
    if (files.sharesCores()) {
      reasons.add("CPUs are hardware threads that share a core (SMT)");
    }
    reasons.addAll(memory(files));
    return reasons;
  }

  /**
   * What is seen at the end of a run.
   *
   * @param stolen share of the CPU time during the run that the hypervisor gave to others, or null
   * @param load load average over one minute, or null
   */
  static List<String> after(SystemFiles files, int cpus, Double stolen, Double load) {
    List<String> reasons = new ArrayList<>();
    if (isMuch(stolen, MUCH_STEAL)) {
      reasons.add(duringTheRun(stolen));
    }
    // The measuring JVM itself is one of the load, and its compiler and collector more at times.
    if (load != null && load > cpus + 1) {
      reasons.add(
          String.format(
              Locale.ROOT, "the load average was %.2f for each CPU at the end", load / cpus));
    }
    reasons.addAll(memory(files));
    return reasons;
  }

  private static String notIdle(double busy) {
    return "the machine was not idle when the run began (%s of its CPU time was in use)"
        .formatted(Figures.percent(busy));
  }

  private static String duringTheRun(double stolen) {
    return "the hypervisor gave %s of the CPU time to others during the run"
        .formatted(Figures.percent(stolen));
  }

  private static List<String> memory(SystemFiles files) {
    Long available = files.availableBytes();
    return available != null && available < NEEDED_BYTES
        ? List.of(
            "%d MiB of memory were available, and a fork may need %d MiB"
                .formatted(available >> 20, NEEDED_BYTES >> 20))
        : List.of();
  }

  private static boolean isMuch(Double share, double limit) {
    return share != null && share > limit;
  }

  /** The reasons that a run's file names; of an older file, those that its figures tell. */
  public static List<String> of(Environment it) {
    List<String> reasons = new ArrayList<>();
    if (it.noiseBefore() != null) {
      reasons.addAll(it.noiseBefore());
    } else if (isMuch(it.busyBefore(), MUCH_BUSY)) {
      reasons.add(notIdle(it.busyBefore()));
    }
    if (it.noiseAfter() != null) {
      it.noiseAfter().stream().filter(reason -> !reasons.contains(reason)).forEach(reasons::add);
    } else if (isMuch(it.stealShare(), MUCH_STEAL)) {
      reasons.add(duringTheRun(it.stealShare()));
    }
    return reasons;
  }

  /** The reasons in one sentence, for the top of a report; nothing if there is none. */
  static List<Block> blocks(Environment it) {
    List<String> reasons = of(it);
    return reasons.isEmpty()
        ? List.of()
        : List.of(
            new Block.Paragraph(
                "Care: this run is noisy: "
                    + String.join("; ", reasons)
                    + ". Intervals cover noise between forks, not a slow drift of the machine."));
  }
}
