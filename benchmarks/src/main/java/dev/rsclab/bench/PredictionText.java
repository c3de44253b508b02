package dev.rsclab.bench;

import dev.rsclab.replay.ReplayReport;
import dev.rsclab.replay.RscInterval;
import dev.rsclab.results.PacketCost;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the {@code recommend} command prints: answer first, then why, then what it is worth. */
final class PredictionText {

  private static final String ROW = "%9s %19s %12s %12s %12s %20s %20s%n";

  private final List<Prediction> predictions;
  private final PacketCost cost;
  private final OptionalLong budget;
  private final double tolerance;
  private final ReplayReport any;

  /**
   * Says what follows from predictions.
   *
   * @param predictions one at least, by ascending interval
   * @param budget the longest p99 of the added delay, in ns
   * @param tolerance a share
   */
  PredictionText(
      List<Prediction> predictions, PacketCost cost, OptionalLong budget, double tolerance) {
    this.predictions = predictions;
    this.cost = cost;
    this.budget = budget;
    this.tolerance = tolerance;
    any = predictions.getFirst().replay();
  }

  void print(String traffic, String policy, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %d frames of %.0f bytes on average; %s%n%n",
        traffic,
        any.frames(),
        Prediction.meanBytes(any),
        policy);
    Optional<Prediction> chosen = Prediction.choose(predictions, budget, tolerance);
    printAnswer(chosen, out);
    out.println();
    printTable(chosen, out);
    out.println();
    printWorth(out);
    out.flush();
  }

  private void printAnswer(Optional<Prediction> chosen, PrintWriter out) {
    if (chosen.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "No interval is recommended: none of those tried keeps the p99 of the added delay within"
              + " %s.%n",
          RscInterval.format(budget.orElse(0)));
      return;
    }
    out.println("Recommended rsc_interval: " + RscInterval.format(chosen.get().intervalNanos()));
    out.printf(
        Locale.ROOT,
        "Rule %s: the smallest interval whose predicted throughput is at most %s %% below the best"
            + " of those tried%s.%n",
        Prediction.RULE,
        percent(),
        budget.isPresent()
            ? " whose p99 of the added delay is within the budget of "
                + RscInterval.format(budget.getAsLong())
            : "");
    if (chosen.get().equals(predictions.getLast()) && predictions.size() > 1) {
      out.println("It is the longest interval tried: a longer one may carry more.");
    }
  }

  private String percent() {
    String digits = String.format(Locale.ROOT, "%.3f", 100 * tolerance);
    return digits.replaceAll("\\.?0+$", "");
  }

  private void printTable(Optional<Prediction> chosen, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        ROW,
        "interval",
        "packets/delivery",
        "delay p50",
        "delay p99",
        "message p99",
        "predicted packets/s",
        "over no coalescing");
    double unmerged = Prediction.packetsPerSecondUnmerged(any, cost);
    for (Prediction it : predictions) {
      ReplayReport replay = it.replay();
      out.printf(
          Locale.ROOT,
          ROW.replace("%n", "%s%n"),
          RscInterval.format(it.intervalNanos()),
          String.format(Locale.ROOT, "%.3f", replay.mergeFactor()),
          micros(replay.delayPercentile(50)),
          micros(replay.delayPercentile(99)),
          replay.messageDelays().count() == 0
              ? "none"
              : micros(replay.messageDelays().percentile(99)),
          String.format(Locale.ROOT, "%.0f", it.packetsPerSecond()),
          String.format(Locale.ROOT, "%.2fx", it.packetsPerSecond() / unmerged),
          mark(it, chosen));
    }
  }

  private String mark(Prediction it, Optional<Prediction> chosen) {
    if (chosen.isPresent() && chosen.get().equals(it)) {
      return "  recommended";
    }
    return it.isWithin(budget) ? "" : "  beyond the delay budget";
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.3f us", nanos / 1e3);
  }

  private void printWorth(PrintWriter out) {
    out.println(
        "A prediction from the capture: senders do not react to the delay, and nothing was");
    out.println(
        "measured. Packets per delivery and delays are exact, from a replay in virtual time;");
    out.println("a message is a segment with payload and PSH.");
    out.println(PacketCost.IN_WORDS + ";");
    out.printf(
        Locale.ROOT,
        "device %s ns (default %s: %s),%nguest %s.%n",
        String.format(Locale.ROOT, "%.3f", cost.deviceNanos()).replaceAll("\\.?0+$", ""),
        PacketCost.MEASURED_DEVICE_NANOS,
        PacketCost.SOURCE,
        cost.guest().text());
    if (any.backwardTimestamps() > 0) {
      out.printf(
          Locale.ROOT,
          "note: %d frames had a time stamp before that of the frame before; taken as simultaneous%n",
          any.backwardTimestamps());
    }
    for (Prediction it : predictions) {
      if (it.replay().delays().unitNanos() > 1) {
        out.printf(
            Locale.ROOT,
            "note: percentiles of the delay at %s are rounded down to multiples of %d ns%n",
            RscInterval.format(it.intervalNanos()),
            it.replay().delays().unitNanos());
      }
    }
  }
}
