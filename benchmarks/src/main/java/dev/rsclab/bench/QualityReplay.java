package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Merge factor and added delay of the traffic that a run measures: exact, from a replay in virtual
 * time of the very same traces, and the same for every kind that coalesces.
 */
final class QualityReplay {

  private static final CoalescerKind ANY_KIND = CoalescerKind.OPEN_ADDRESSING;
  private static final String POLICY = "qemu";

  private QualityReplay() {}

  /**
   * One row for each workload, IP version and interval.
   *
   * @param workloads each with its IP versions
   */
  static ReplayTable of(Map<String, List<IpFamily>> workloads, List<String> intervals)
      throws IOException {
    List<ReplayRow> rows = new ArrayList<>();
    for (var workload : workloads.entrySet()) {
      for (IpFamily family : workload.getValue()) {
        PacketTrace trace = Traces.load(workload.getKey(), family);
        for (String interval : intervals) {
          rows.add(row(workload.getKey(), family, RscInterval.parse(interval), trace));
        }
      }
    }
    return new ReplayTable(rows);
  }

  private static ReplayRow row(String workload, IpFamily family, long nanos, PacketTrace trace)
      throws IOException {
    RscPolicy policy = RscPolicy.qemu().withIntervalNanos(nanos);
    ReplayReport report =
        Replay.run(FrameSource.of(trace), ANY_KIND, policy, DeliveryListener.NONE);
    return new ReplayRow(
        workload,
        family.name(),
        POLICY,
        ReplayTable.CHAIN_TIMER,
        nanos,
        report.frames(),
        report.deliveries(),
        report.mergeFactor(),
        report.meanDelay(),
        report.delayPercentile(50),
        report.delayPercentile(90),
        report.delayPercentile(99),
        report.delayPercentile(100),
        ReplayRow.NO_MESSAGES,
        ReplayRow.NO_MESSAGES);
  }
}
