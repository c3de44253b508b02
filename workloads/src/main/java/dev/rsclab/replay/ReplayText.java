package dev.rsclab.replay;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Counter;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A replay's report as the {@code replay} command prints it. */
final class ReplayText {

  private static final double[] PERCENTS = {50, 90, 99, 99.9, 100};

  private ReplayText() {}

  static void print(ReplayReport report, CoalescerKind kind, RscPolicy policy, PrintWriter out) {
    String interval = RscInterval.format(policy.intervalNanos());
    out.printf(Locale.ROOT, "%s, rsc_interval %s, flush %s%n", kind, interval, policy.flush());
    out.printf(
        Locale.ROOT,
        "frames %d in, %d out; merge factor %.3f; %d bytes in %.6f s%n",
        report.frames(),
        report.deliveries(),
        report.mergeFactor(),
        report.frameBytes(),
        report.durationNanos() / 1e9);
    printDelays("added delay per frame:", report.delays(), out);
    if (report.messageDelays().count() > 0) {
      printDelays("of frames that end a message (PSH):", report.messageDelays(), out);
    }
    if (report.delays().unitNanos() > 1) {
      out.printf(
          Locale.ROOT,
          "note: percentiles of the delay are rounded down to multiples of %d ns%n",
          report.delays().unitNanos());
    }
    for (Map.Entry<IpFamily, Map<Counter, Long>> chain : report.counters().entrySet()) {
      out.printf(Locale.ROOT, "%s: %s%n", chain.getKey(), counters(chain.getValue()));
    }
    if (report.backwardTimestamps() > 0) {
      out.printf(
          Locale.ROOT,
          "note: %d frames had a time stamp before that of the frame before; taken as simultaneous%n",
          report.backwardTimestamps());
    }
    out.flush();
  }

  private static void printDelays(String what, Delays delays, PrintWriter out) {
    StringBuilder line = new StringBuilder(what);
    line.append(String.format(Locale.ROOT, " mean %.3f us", delays.mean() / 1e3));
    for (double percent : PERCENTS) {
      String name = percent == 100 ? "max" : "p" + String.format(Locale.ROOT, "%.3g", percent);
      line.append(
          String.format(Locale.ROOT, ", %s %.3f us", name, delays.percentile(percent) / 1e3));
    }
    out.println(line);
  }

  private static String counters(Map<Counter, Long> counters) {
    return counters.isEmpty()
        ? "no frames counted"
        : counters.entrySet().stream()
            .map(e -> e.getKey().name().toLowerCase(Locale.ROOT) + "=" + e.getValue())
            .collect(Collectors.joining(" "));
  }
}
