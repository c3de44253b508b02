package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import org.openjdk.jmh.annotations.Param;

/**
 * How many packets a second do device and guest get through under each flush strategy?
 *
 * <p>Read beside the delay that each one adds, which the replay of the same traffic gives: a
 * strategy is better if it carries more packets with the same delay.
 */
public class FlushStrategyBenchmark extends GuestPathBenchmark {

  /** When what is held is handed over, as {@code replay --flush} names it. */
  @Param({"chain-timer", "segment-deadline", "idle-gap", "end-of-batch", "push", "adaptive"})
  public String flush;

  /** The rules, as {@link RscPolicy#named} reads them. */
  @Param("qemu")
  public String policy;

  /** The implementation. */
  @Param("OPEN_ADDRESSING")
  public CoalescerKind kind;

  /** Changes nothing but the name of a cell: see {@link IntervalBenchmark#repetition}. */
  @Param("1")
  public String repetition;

  @Override
  CoalescerKind kind() {
    return kind;
  }

  @Override
  RscPolicy policy() {
    return RscPolicy.named(policy);
  }

  @Override
  FlushStrategy flush() {
    return FlushStrategy.named(flush);
  }
}
