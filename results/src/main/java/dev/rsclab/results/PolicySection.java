package dev.rsclab.results;

import dev.rsclab.results.FlowScaling.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What policies cost per packet over the reference's, and whether that is within the project's own
 * goals: the default policy at most 1.15 times, verifying checksums at most 0.06 ns per byte of
 * payload.
 *
 * @param run the run
 */
record PolicySection(Run run) {

  static final String BENCHMARK = "PolicyBenchmark.offer";

  private static final String REFERENCE = "qemu";
  private static final String DEFAULT = "hardened";
  private static final double DEFAULT_FACTOR = 1.15;
  private static final String VERIFYING = REFERENCE + "+verify-checksums";
  private static final double NANOS_PER_BYTE = 0.06;

  /** Frames whose header does not say that somebody has verified the checksum. */
  private static final String UNVERIFIED = "FRAMES";

  /** One policy beside the reference's under the same condition. */
  private record Row(Condition condition, String policy, Estimate own, Estimate reference) {

    /** What the policy is held to, if it is held to anything. */
    Optional<Estimate> bound() {
      if (policy.equals(DEFAULT) && !isUnverified()) {
        return Optional.of(reference.linear(DEFAULT_FACTOR, 0));
      }
      return verifies()
          ? Optional.of(reference.linear(1, NANOS_PER_BYTE * payloadBytes()))
          : Optional.empty();
    }

    boolean verifies() {
      return policy.equals(VERIFYING) && isUnverified();
    }

    /** Whether a policy that verifies checksums has to sum up the frames. */
    private boolean isUnverified() {
      return condition.get(Condition.REFILL).equals(UNVERIFIED);
    }

    int payloadBytes() {
      return Integer.parseInt(condition.get(Condition.PAYLOAD_BYTES));
    }

    /** The difference to the reference for each byte, with a t interval by the delta method. */
    String nanosPerByte() {
      double difference = (own.value() - reference.value()) / payloadBytes();
      if (!own.hasInterval()) {
        return String.format(Locale.ROOT, "%.3f", difference);
      }
      double error =
          Math.hypot(
                  own.value() * own.standardError(), reference.value() * reference.standardError())
              * PooledNoise.t95(own.noise().degreesOfFreedom())
              / payloadBytes();
      return String.format(
          Locale.ROOT, "%.3f (%.3f to %.3f)", difference, difference - error, difference + error);
    }
  }

  /** Nothing if no policy was measured beside the reference's. */
  List<Block> blocks() {
    List<Row> rows = rows();
    List<Block> blocks = new ArrayList<>();
    if (rows.isEmpty()) {
      return blocks;
    }
    List<Measurement> cells = run.of(List.of(BENCHMARK));
    blocks.add(new Block.Heading(2, "What policies cost"));
    blocks.add(
        new Block.Paragraph(
            NoiseSentence.of(rows.getFirst().own.noise(), Forks.ofCells(cells), "the benchmark")));
    blocks.add(
        new Block.Paragraph(
            ("The goals: %s at most %s x %s where the frames say that they are verified; %s at most"
                    + " %s ns more per byte of payload where they do not (refill %s). A goal is met (or"
                    + " not met) only where that is shown, by a two-sided test at 5 %% for all of the table"
                    + " together; elsewhere it is open.")
                .formatted(
                    DEFAULT, DEFAULT_FACTOR, REFERENCE, VERIFYING, NANOS_PER_BYTE, UNVERIFIED)));
    blocks.add(table(rows, NoiseFloor.of(cells)));
    return blocks;
  }

  private List<Row> rows() {
    SortedMap<Condition, SortedMap<String, Estimate>> policies = new TreeMap<>();
    for (MeasuredCells.Cell cell : MeasuredCells.of(run).of(BENCHMARK)) {
      policies
          .computeIfAbsent(cell.condition().without(Condition.POLICY), _ -> new TreeMap<>())
          .put(cell.condition().get(Condition.POLICY), cell.estimate());
    }
    List<Row> rows = new ArrayList<>();
    policies.forEach((condition, cells) -> {
      Estimate reference = cells.get(REFERENCE);
      cells.forEach((policy, own) -> {
        if (reference != null && !policy.equals(REFERENCE)) {
          rows.add(new Row(condition, policy, own, reference));
        }
      });
    });
    return rows;
  }

  private static Block table(List<Row> rows, Optional<NoiseFloor> floor) {
    List<Comparisons.Pair> goals = new ArrayList<>();
    rows.forEach(
        row -> row.bound().ifPresent(bound -> goals.add(new Comparisons.Pair(row.own, bound))));
    Comparisons together = Comparisons.of(goals, floor);
    List<Condition> conditions = rows.stream().map(Row::condition).toList();
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          List.of(
              row.condition.namedAmong(conditions).inWords(),
              row.policy,
              Figures.estimate(row.reference, 1),
              Figures.estimate(row.own, 1),
              Figures.ratio(row.own.over(row.reference)),
              row.verifies() ? row.nanosPerByte() : "-",
              row.bound().map(bound -> Verdict.of(row.own, bound, together).text()).orElse("-")));
    }
    return new Block.Table(
        List.of(
            "traffic",
            "policy",
            "ns per packet, " + REFERENCE,
            "ns per packet",
            "ratio",
            "ns per byte",
            "goal"),
        lines);
  }
}
