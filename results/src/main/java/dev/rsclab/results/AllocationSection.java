package dev.rsclab.results;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bytes allocated for each packet, by kind: the range over all cells of a benchmark.
 *
 * @param run the run
 */
record AllocationSection(Run run) {
  private static final List<String> BENCHMARKS =
      List.of(IntervalStudy.BENCHMARK, FlowScaling.BENCHMARK, QueueScaling.BENCHMARK);

  List<Block> blocks() {
    SortedMap<String, List<String>> rows = new TreeMap<>(run.kinds().chartOrder());
    List<String> header = new ArrayList<>(List.of("kind"));
    for (String benchmark : BENCHMARKS) {
      SortedMap<String, DoubleSummaryStatistics> kinds = bytesByKind(benchmark);
      if (kinds.isEmpty()) {
        continue;
      }
      header.add(benchmark);
      kinds.forEach((kind, bytes) -> {
        List<String> row = rows.computeIfAbsent(kind, key -> new ArrayList<>(List.of(key)));
        while (row.size() < header.size() - 1) {
          row.add("-");
        }
        row.add(range(bytes));
      });
    }
    rows.values()
        .forEach(row -> {
          while (row.size() < header.size()) {
            row.add("-");
          }
        });
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Allocation in bytes per packet"));
    blocks.add(
        rows.isEmpty()
            ? new Block.Paragraph(
                "This run was measured without JMH's gc profiler: allocation is unknown.")
            : new Block.Table(header, List.copyOf(rows.values())));
    return blocks;
  }

  private SortedMap<String, DoubleSummaryStatistics> bytesByKind(String benchmark) {
    SortedMap<String, DoubleSummaryStatistics> kinds = new TreeMap<>(run.kinds().chartOrder());
    for (Measurement measurement : run.of(List.of(benchmark))) {
      String kind = measurement.params().get("kind");
      if (kind != null && Double.isFinite(measurement.bytesPerOp())) {
        kinds
            .computeIfAbsent(kind, key -> new DoubleSummaryStatistics())
            .accept(measurement.bytesPerOp());
      }
    }
    return kinds;
  }

  private static String range(DoubleSummaryStatistics bytes) {
    String min = bytes(bytes.getMin());
    String max = bytes(bytes.getMax());
    return min.equals(max) ? max : min + " to " + max;
  }

  /** JMH's own bookkeeping shows as some thousandths of a byte: that is nothing. */
  private static String bytes(double value) {
    return value < 0.05 ? "0" : String.format(Locale.ROOT, "%.1f", value);
  }
}
