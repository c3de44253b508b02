package dev.rsclab.results.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code live-gain.csv}: the gains of each cell, as {@link LiveGainSection} shows them. */
final class LiveGainFile {

  /** In the run's folder. */
  static final String NAME = "live-gain.csv";

  static final String HEADER =
      "workload,family,flows,kind,policy,flush,interval_ns"
          + ",predicted_gain,predicted_gain_from_plain"
          + ",goodput_gain,goodput_gain_low,goodput_gain_high,goodput_gain_over_predicted"
          + ",cpu_gain,cpu_gain_low,cpu_gain_high,cpu_gain_over_predicted";

  private LiveGainFile() {}

  /**
   * Writes the file: medians over the rounds, lowest and highest; empty where there is nothing.
   *
   * @throws IOException if it cannot be written
   */
  static void write(LiveResults results, Path run) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (LiveWorkload workload : results.workloads()) {
      for (LiveGain it : LiveGain.of(results, workload)) {
        lines.add(line(it));
      }
    }
    Files.writeString(run.resolve(NAME), String.join("\n", lines) + "\n");
  }

  private static String line(LiveGain it) {
    LiveWorkload workload = it.workload();
    LiveDevice device = it.device();
    return String.join(
        ",",
        workload.name(),
        workload.family(),
        Integer.toString(workload.flows()),
        device.kind(),
        device.policy(),
        device.flush(),
        Long.toString(device.intervalNanos()),
        number(it.predicted().median()),
        it.fromPlain().map(spread -> number(spread.median())).orElse(""),
        seen(it.goodput()),
        seen(it.cpu()));
  }

  private static String seen(Optional<LiveGain.Seen> seen) {
    return seen.map(it ->
            String.join(
                ",",
                number(it.gain().median()),
                number(it.gain().low()),
                number(it.gain().high()),
                number(it.factor().median())))
        .orElse(",,,");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
