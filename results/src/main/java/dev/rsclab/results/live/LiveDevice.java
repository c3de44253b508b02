package dev.rsclab.results.live;

import dev.rsclab.results.ChartStyle;
import dev.rsclab.results.Nanos;

/**
 * What the segments went through.
 *
 * @param kind a kind of coalescer, {@link #NONE} or {@link #KERNEL_GRO}
 * @param policy the coalescer's policy; empty if it is none
 * @param flush its flush strategy; empty if it is none
 * @param intervalNanos {@code rsc_interval}, or the kernel's timeout; 0 for {@link #NONE}
 */
record LiveDevice(String kind, String policy, String flush, long intervalNanos) {

  /** No coalescing: the baseline. */
  static final String NONE = "NONE";

  /** The kernel's own receive offload. */
  static final String KERNEL_GRO = "KERNEL_GRO";

  /** A coalescer without its interval: what is one line of a chart. */
  record Series(String kind, String policy, String flush) {

    /** {@code "linked list, hardened, chain-timer"}. */
    String inWords() {
      return ChartStyle.label(kind) + ", " + policy + ", " + flush;
    }

    boolean sameButFlush(Series other) {
      return kind.equals(other.kind) && policy.equals(other.policy);
    }
  }

  Series series() {
    return new Series(kind, policy, flush);
  }

  boolean isBaseline() {
    return kind.equals(NONE);
  }

  boolean isKernel() {
    return kind.equals(KERNEL_GRO);
  }

  /** Whether it is a coalescer of this project. */
  boolean coalesces() {
    return !isBaseline() && !isKernel();
  }

  /** {@code "open addressing, hardened, chain-timer, 300 us"}. */
  String inWords() {
    if (isBaseline()) {
      return "no coalescing";
    }
    String interval = Nanos.format(intervalNanos);
    return isKernel() ? "kernel GRO, " + interval : series().inWords() + ", " + interval;
  }
}
