package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import org.openjdk.jmh.annotations.Param;

/**
 * How many packets a second do device and guest get through, for each {@code rsc_interval}?
 *
 * <p>A longer interval lets more packets share a delivery, and holds more segments at a time.
 */
public class IntervalBenchmark extends GuestPathBenchmark {

  /**
   * The implementation. One per fork: a second one in the same JVM would make its calls virtual.
   */
  @Param public CoalescerKind kind;

  /**
   * Changes nothing but the name of a cell, so that the same thing can be measured twice in a run
   * (an A/A test): how far the two lie apart is what a difference must exceed to mean something.
   * Forks alone do not tell, because all forks of a cell are measured in the same company.
   */
  @Param("1")
  public String repetition;

  @Override
  CoalescerKind kind() {
    return kind;
  }

  @Override
  RscPolicy policy() {
    return RscPolicy.qemu();
  }

  @Override
  FlushStrategy flush() {
    return FlushStrategy.CHAIN_TIMER;
  }
}
