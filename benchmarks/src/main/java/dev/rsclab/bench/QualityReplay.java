package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.replay.DeliveryListener;
import dev.rsclab.replay.FrameSource;
import dev.rsclab.replay.Replay;
import dev.rsclab.replay.ReplayReport;
import dev.rsclab.replay.RscInterval;
import dev.rsclab.results.ReplayRow;
import dev.rsclab.results.ReplayTable;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Merge factor and added delay of the traffic that a run measures: exact, from a replay in virtual
 * time of the very same traces, and the same for every kind that coalesces.
 *
 * <p>Two workloads are always replayed: one paced as the Windows certification test, because QEMU's
 * default interval was chosen for it, and requests with responses, because their delay counts most.
 */
final class QualityReplay {

  private static final CoalescerKind ANY_KIND = CoalescerKind.OPEN_ADDRESSING;

  /** QEMU's "experience" value, its default, and one beyond. */
  private static final List<String> CERTIFICATION_INTERVALS = List.of("50us", "300us", "1000us");

  /** One row of the table. */
  private record Row(
      String workload, IpFamily family, String policy, FlushStrategy flush, long intervalNanos) {}

  private final Set<Row> rows = new LinkedHashSet<>();

  private QualityReplay() {}

  /** What belongs to the cells of a run: nothing if none of them has an interval. */
  static QualityReplay of(Settings settings) {
    QualityReplay replay = new QualityReplay();
    for (Grid.Cell cell : settings.cells()) {
      Map<String, String> params = cell.params();
      if (params.containsKey("interval")) {
        replay.rows.add(
            new Row(
                params.get("workload"),
                IpFamily.valueOf(params.get("family")),
                params.getOrDefault("policy", ReplayTable.REFERENCE),
                FlushStrategy.named(params.getOrDefault("flush", ReplayTable.CHAIN_TIMER)),
                RscInterval.parse(params.get("interval"))));
      }
    }
    if (!replay.isEmpty()) {
      replay.add(WorkloadKind.CERTIFICATION, settings.families(), CERTIFICATION_INTERVALS);
      replay.add(WorkloadKind.REQUEST_RESPONSE, settings.families(), settings.intervals());
    }
    return replay;
  }

  private void add(WorkloadKind workload, List<IpFamily> families, List<String> intervals) {
    for (IpFamily family : families) {
      for (String interval : intervals) {
        rows.add(
            new Row(
                workload.toString(),
                family,
                ReplayTable.REFERENCE,
                FlushStrategy.CHAIN_TIMER,
                RscInterval.parse(interval)));
      }
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Replays everything, workload by workload.
   *
   * @throws IOException if a capture cannot be read
   */
  ReplayTable table() throws IOException {
    Map<String, Map<IpFamily, List<Row>>> sorted =
        rows.stream()
            .sorted(
                Comparator.comparing(Row::flush)
                    .thenComparingLong(Row::intervalNanos)
                    .thenComparing(Row::policy))
            .collect(
                Collectors.groupingBy(
                    Row::workload,
                    TreeMap::new,
                    Collectors.groupingBy(Row::family, TreeMap::new, Collectors.toList())));
    List<ReplayRow> table = new ArrayList<>();
    for (var workload : sorted.entrySet()) {
      for (var family : workload.getValue().entrySet()) {
        PacketTrace trace = Traces.load(workload.getKey(), family.getKey());
        for (Row row : family.getValue()) {
          table.add(replay(row, trace));
        }
      }
    }
    return new ReplayTable(table);
  }

  private static ReplayRow replay(Row row, PacketTrace trace) throws IOException {
    RscPolicy policy =
        RscPolicy.named(row.policy()).withFlush(row.flush()).withIntervalNanos(row.intervalNanos());
    ReplayReport report =
        Replay.run(FrameSource.of(trace), ANY_KIND, policy, DeliveryListener.NONE);
    return new ReplayRow(
        row.workload(),
        row.family().name(),
        row.policy(),
        row.flush().toString(),
        row.intervalNanos(),
        report.frames(),
        report.deliveries(),
        report.mergeFactor(),
        report.meanDelay(),
        report.delayPercentile(50),
        report.delayPercentile(90),
        report.delayPercentile(99),
        report.delayPercentile(100),
        messageDelay(report, 50),
        messageDelay(report, 99),
        report.deliveredBytes());
  }

  private static long messageDelay(ReplayReport report, double percent) {
    return report.messageDelays().count() == 0
        ? ReplayRow.NO_MESSAGES
        : report.messageDelays().percentile(percent);
  }
}
