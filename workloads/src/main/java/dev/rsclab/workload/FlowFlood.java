package dev.rsclab.workload;

/**
 * A new flow with every frame, at line rate: the worst case for whatever keeps state for each flow.
 *
 * <p><b>Models.</b> One full data segment of each flow, with ACK and without a handshake; nothing
 * in the reference asks for one (contract D04, D05). Nothing in a pass can merge. In a second pass
 * of the trace the same flows come again in the same order, each with its next segment.
 *
 * <p><b>Leaves out.</b> Floods of SYNs or of minimum-size frames as such (set payloadBytes to 1 for
 * the latter), addresses chosen to collide in a hash table, good traffic in between.
 */
final class FlowFlood extends TrafficPattern {

  FlowFlood() {
    super(
        "flow-flood",
        "one segment per flow and a new flow with every frame, at line rate",
        WorkloadOptions.BASE.withFlows(WorkloadOptions.BASE.packets()));
  }

  @Override
  void check(WorkloadOptions options) {
    requireSingleSegments(options);
    if (options.packets() > options.flows()) {
      throw WorkloadOptions.refused(
          "packets",
          options.packets(),
          "1 to " + options.flows() + " (one for each of the flows) for workload " + name());
    }
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    Connections connections = traffic.connections();
    for (int flow = 0; flow < options.packets(); flow++) {
      int number = connections.open(flow);
      traffic.data(number, connections.fullPayload(number), false, 0);
    }
  }
}
