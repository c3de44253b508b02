package dev.rsclab.results;

import java.util.List;
import java.util.Map;

/** Time per packet against the number of flows, and what it is measured against. */
final class MadeUpFlows {
  private static final int[] FLOWS = {1, 8, 64, 512, 4096};
  private static final int[] PAYLOADS = {64, 1448};

  private MadeUpFlows() {}

  /** Every kind, each growing with the flows in its own way. */
  static void scaling(MadeUpRun run, List<String> families, List<String> kinds) {
    double[] cost = {4, 22, 18, 11, 9};
    double[] growth = {0, 1.1, 0.02, 0.001, 0.0008};
    for (String family : families) {
      for (String kind : kinds) {
        for (int flows : FLOWS) {
          for (int payload : PAYLOADS) {
            int index = MadeUpRun.KINDS.indexOf(kind);
            double copied = index == 0 ? 0 : 5 + 0.025 * payload;
            double nanos = cost[index] + growth[index] * Math.min(flows, 700) + copied;
            run.addFlows(family, kind, flows, payload, nanos);
          }
        }
      }
    }
  }

  /** The plain copy, and the walk without one. */
  static void baseline(MadeUpRun run) {
    for (int flows : FLOWS) {
      for (int payload : PAYLOADS) {
        Map<String, String> params =
            Map.of(
                "flows", Integer.toString(flows),
                "payloadBytes", Integer.toString(payload),
                "ringFrames", "1024");
        double copy = 6 + 0.026 * payload + 0.001 * flows;
        run.addTime("BaselineBenchmark.copyPayload", params, copy, Double.NaN);
        run.addTime("BaselineBenchmark.walkTrace", params, 3, Double.NaN);
      }
    }
  }

  /** Two kinds that copy payload once or not at all, flows in turn and in bursts. */
  static void placements(MadeUpRun run) {
    for (String burst : List.of("1", "16")) {
      for (int flows : burst.equals("1") ? new int[] {1, 64, 4096} : new int[] {64, 4096}) {
        addPlaced(run, "OPEN_ADDRESSING", "DIRECT", flows, burst, 46);
        addPlaced(run, "OPEN_ADDRESSING", "GATHERED", flows, burst, 12.5);
        addPlaced(run, "PER_FLOW_ARRAYS", "GATHERED", flows, burst, 14);
        if (!burst.equals("1")) {
          addPlaced(run, "OPEN_ADDRESSING", "STAGED", flows, burst, 52);
        }
      }
    }
  }

  private static void addPlaced(
      MadeUpRun run, String kind, String placement, int flows, String burst, double nanos) {
    Map<String, String> params =
        Map.of(
            "family",
            "IPV4",
            "kind",
            kind,
            "placement",
            placement,
            "burst",
            burst,
            "flows",
            Integer.toString(flows),
            "payloadBytes",
            "1448",
            "ringFrames",
            "1024");
    run.addTime("FlowScalingBenchmark.offer", params, nanos);
  }

  /** The plain copy into as much memory as is held. */
  static void spread(MadeUpRun run) {
    for (int flows : FLOWS) {
      for (int payload : PAYLOADS) {
        Map<String, String> params =
            Map.of("flows", Integer.toString(flows), "payloadBytes", Integer.toString(payload));
        double copy = 8 + 0.026 * payload + 8 * Math.log10(flows);
        run.addTime("BaselineBenchmark.copyPayloadSpread", params, copy, Double.NaN);
      }
    }
  }
}
