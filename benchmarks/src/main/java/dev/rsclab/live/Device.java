package dev.rsclab.live;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.GuestReceiver;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.live.tap.Tap;
import dev.rsclab.replay.RscInterval;

/**
 * What stands between the two taps: a coalescer, the kernel's own receive offload, or nothing.
 *
 * @param kind a {@link CoalescerKind}, {@link #NONE} or {@link #KERNEL_GRO}
 * @param policy the policy's name; empty where there is no coalescer
 * @param flush when what is held is handed over; null where there is no coalescer
 * @param intervalNanos {@code rsc_interval}, or the kernel's {@code gro_flush_timeout}
 */
record Device(String kind, String policy, FlushStrategy flush, long intervalNanos) {

  /** Frames are passed as they come: the baseline. */
  static final String NONE = "NONE";

  /** Frames are passed as they come to a tap with NAPI, which has the kernel merge them. */
  static final String KERNEL_GRO = "KERNEL_GRO";

  /** No coalescing. */
  static final Device BASELINE = new Device(NONE, "", null, 0);

  /** A coalescer. */
  static Device of(CoalescerKind kind, String policy, FlushStrategy flush, long intervalNanos) {
    return new Device(kind.name(), policy, flush, intervalNanos);
  }

  /** The kernel's own receive offload, which holds segments so long. */
  static Device kernel(long intervalNanos) {
    return new Device(KERNEL_GRO, "", null, intervalNanos);
  }

  boolean isKernel() {
    return kind.equals(KERNEL_GRO);
  }

  /** Whether a coalescer of ours merges. */
  boolean coalesces() {
    return flush != null;
  }

  /** The settings of the coalescer. */
  RscPolicy settings() {
    return RscPolicy.named(policy)
        .withFlush(flush)
        .withIntervalNanos(intervalNanos)
        .withVnetHeaderBytes(Tap.VNET_HEADER_BYTES);
  }

  /** The coalescer, made as the benchmarks make it; one that merges nothing if there is none. */
  Coalescer create(GuestReceiver guest) {
    return coalesces()
        ? CoalescerKind.valueOf(kind).create(settings(), guest)
        : CoalescerKind.PASS_THROUGH.create(RscPolicy.hardened(), guest);
  }

  /** Flush strategy as files name it; empty where there is none. */
  String flushText() {
    return coalesces() ? flush.toString() : "";
  }

  /** As lines of progress and tables name it. */
  @Override
  public String toString() {
    String interval = RscInterval.format(intervalNanos);
    if (coalesces()) {
      return String.join(" ", kind, policy, flush.toString(), interval);
    }
    return isKernel() ? kind + " " + interval : kind;
  }
}
