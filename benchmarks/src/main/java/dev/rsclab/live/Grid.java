package dev.rsclab.live;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.live.LiveWorkload.Load;
import dev.rsclab.live.LiveWorkload.Shape;
import dev.rsclab.packet.IpFamily;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a round measures: each workload without coalescing, through the kernel's own receive
 * offload, and through coalescers.
 *
 * @param cells in the order of the first round; each once
 */
record Grid(List<Cell> cells) {

  private static final String POLICY = "hardened";
  private static final CoalescerKind KIND = CoalescerKind.OPEN_ADDRESSING;
  private static final long US = 1000;

  /** What is measured once a round. */
  record Cell(LiveWorkload workload, Device device) {}

  /** Copies the list. */
  Grid {
    cells = List.copyOf(cells);
  }

  /** Each workload through each device. */
  static Grid of(List<LiveWorkload> workloads, List<Device> devices) {
    Set<Cell> cells = new LinkedHashSet<>();
    for (LiveWorkload workload : workloads) {
      for (Device device : devices) {
        cells.add(new Cell(workload, device));
      }
    }
    return new Grid(List.copyOf(cells));
  }

  /**
   * The cells in the order of a round: every other round goes backwards, so that drift hits all.
   */
  List<Cell> ofRound(int round) {
    return round % 2 == 1 ? cells : cells.reversed();
  }

  /** The loads of the default grid, all over IPv4 and two over IPv6. */
  static List<LiveWorkload> usualWorkloads() {
    List<LiveWorkload> workloads = new ArrayList<>();
    for (int flows : List.of(1, 8, 32)) {
      workloads.add(new LiveWorkload(Shape.BULK, flows, IpFamily.IPV4));
    }
    workloads.add(new LiveWorkload(Shape.BULK, 1, IpFamily.IPV6));
    for (Shape shape : Shape.values()) {
      if (shape != Shape.BULK) {
        workloads.add(new LiveWorkload(shape, shape.usualFlows(), IpFamily.IPV4));
      }
    }
    workloads.add(new LiveWorkload(Shape.REQUEST_RESPONSE, 1, IpFamily.IPV6));
    return workloads;
  }

  /** The workloads of a run that only looks. */
  static List<LiveWorkload> quickWorkloads() {
    return workloads(
        List.of(new Load(Shape.BULK, 1), new Load(Shape.REQUEST_RESPONSE, 1)),
        List.of(IpFamily.IPV4));
  }

  /** Each load over each family. */
  static List<LiveWorkload> workloads(List<Load> loads, List<IpFamily> families) {
    return loads.stream()
        .flatMap(load ->
            families.stream().map(family -> new LiveWorkload(load.shape(), load.flows(), family)))
        .distinct()
        .toList();
  }

  /**
   * The devices of the default grid: the chain timer over the whole range, every other flush
   * strategy at three intervals, another kind and QEMU's rules at its default.
   */
  static List<Device> usualDevices() {
    List<Device> devices = peers(List.of(50 * US, 300 * US));
    for (long micros : List.of(20, 50, 100, 300, 1000)) {
      devices.add(Device.of(KIND, POLICY, FlushStrategy.CHAIN_TIMER, micros * US));
    }
    for (FlushStrategy flush : FlushStrategy.values()) {
      if (flush != FlushStrategy.CHAIN_TIMER) {
        for (long micros : List.of(50, 100, 300)) {
          devices.add(Device.of(KIND, POLICY, flush, micros * US));
        }
      }
    }
    devices.add(Device.of(CoalescerKind.LINKED_LIST, POLICY, FlushStrategy.CHAIN_TIMER, 300 * US));
    devices.add(Device.of(KIND, "qemu", FlushStrategy.CHAIN_TIMER, 300 * US));
    return devices;
  }

  /** The devices of a run that only looks. */
  static List<Device> quickDevices() {
    List<Device> devices = peers(List.of(50 * US));
    for (long micros : List.of(50, 300)) {
      devices.add(Device.of(KIND, POLICY, FlushStrategy.CHAIN_TIMER, micros * US));
    }
    for (FlushStrategy flush : List.of(FlushStrategy.END_OF_BATCH, FlushStrategy.PUSH)) {
      devices.add(Device.of(KIND, POLICY, flush, 300 * US));
    }
    return devices;
  }

  /** No coalescing, and the kernel's. */
  private static List<Device> peers(List<Long> intervals) {
    List<Device> devices = new ArrayList<>();
    devices.add(Device.BASELINE);
    intervals.stream().filter(nanos -> nanos > 0).map(Device::kernel).forEach(devices::add);
    return devices;
  }

  /** Every combination, behind no coalescing and the kernel's own at the same intervals. */
  static List<Device> devices(
      List<CoalescerKind> kinds,
      List<String> policies,
      List<FlushStrategy> strategies,
      List<Long> intervals) {
    List<Device> devices = peers(intervals);
    for (CoalescerKind kind : kinds) {
      for (String policy : policies) {
        for (FlushStrategy flush : strategies) {
          intervals.forEach(nanos -> devices.add(Device.of(kind, policy, flush, nanos)));
        }
      }
    }
    return devices;
  }
}
