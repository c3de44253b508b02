package dev.rsclab.results.live;

import dev.rsclab.results.Block;
import dev.rsclab.results.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How coalescing changes what arrives: why a replay of arrivals without coalescing, as a capture
 * has them, is wrong about live traffic.
 *
 * @param results the readings
 */
record LiveArrivals(LiveResults results) {
  private static final String NOTHING = "-";

  /** With fewer cells no correlation is told. */
  private static final int LEAST_CELLS = 10;

  /**
   * A cell against no coalescing.
   *
   * @param gap time between arrivals, median; a factor of that without coalescing
   * @param wrong segments per delivery, seen over predicted from the arrivals without coalescing
   */
  private record Changed(double gap, double wrong) {}

  /** Empty if no arrivals without coalescing were replayed. */
  List<Block> blocks() {
    List<LivePrediction> all = LivePrediction.of(results, Metric.FROM_PLAIN);
    List<List<String>> rows = new ArrayList<>();
    for (LiveWorkload workload : results.workloads()) {
      List<LivePrediction> cells =
          all.stream().filter(it -> it.workload().equals(workload)).toList();
      results
          .baseline(workload)
          .filter(it -> !cells.isEmpty())
          .ifPresent(baseline -> rows.add(row(workload, baseline, cells)));
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Block.Heading(2, "What coalescing changes in the arrivals"),
            new Block.Paragraph(
                "A replay of the arrivals without coalescing takes them for what would arrive"
                    + " anyway. Below is what did: the median over a workload's settings, and its"
                    + " range. A segment arrives when the forwarder reads it, and one that writes"
                    + " less reads sooner; and TCP sends by the acknowledgements that it gets. "
                    + correlation(all)),
            new Block.Table(
                List.of(
                    "sent",
                    "arrivals per second (thousands) without",
                    "with, over without",
                    "gap between arrivals, p50 (us) without",
                    "with, over without",
                    "p99 (us) without",
                    "with, over without",
                    "segments per delivery, seen over predicted from plain arrivals"),
                rows));
  }

  private List<String> row(LiveWorkload workload, LiveDevice baseline, List<LivePrediction> cells) {
    List<String> row = new ArrayList<>(List.of(workload.inWords()));
    for (Metric metric : List.of(Metric.ARRIVALS, Metric.GAP_P50, Metric.GAP_P99)) {
      row.add(text(results.spread(workload, baseline, metric), ""));
      row.add(
          text(
              Spread.of(
                  cells.stream()
                      .flatMap(
                          it -> results.ratio(workload, it.device(), baseline, metric).stream())
                      .mapToDouble(Spread::median)),
              "x"));
    }
    row.add(text(Spread.of(cells.stream().mapToDouble(it -> it.factor().median())), "x"));
    return row;
  }

  /** Whether the error of the prediction goes with the change of the gaps. */
  private String correlation(List<LivePrediction> all) {
    List<Changed> changed =
        all.stream()
            .flatMap(it ->
                results
                    .baseline(it.workload())
                    .flatMap(
                        plain -> results.ratio(it.workload(), it.device(), plain, Metric.GAP_P50))
                    .map(gap -> new Changed(gap.median(), it.factor().median()))
                    .stream())
            .toList();
    if (changed.size() < LEAST_CELLS) {
      return "The gaps were not recorded in this run, or in too few cells to say more.";
    }
    double[] gaps = changed.stream().mapToDouble(Changed::gap).toArray();
    double[] wrong = changed.stream().mapToDouble(Changed::wrong).toArray();
    return "Over %d cells the rank correlation of the gap's change with the prediction's error is %s: -1 says that the more the gaps shrink, the more is merged beyond the prediction, and 0 that they explain nothing."
        .formatted(changed.size(), signed(new SpearmansCorrelation().correlation(gaps, wrong)));
  }

  private static String signed(double value) {
    return (value < 0 ? "-" : "") + Figures.number(Math.abs(value));
  }

  private static String text(Optional<Spread> spread, String sign) {
    return spread.map(it -> it.inWords(sign)).orElse(NOTHING);
  }
}
