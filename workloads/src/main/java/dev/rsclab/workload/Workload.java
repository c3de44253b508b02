package dev.rsclab.workload;

/** A kind of traffic that can be generated. */
public interface Workload {

  /** The name as users type it, in lower case with dashes. */
  String name();

  /** What the traffic looks like, in one line. */
  String description();

  /** Options to start from. */
  WorkloadOptions defaults();

  /**
   * Generates the traffic. The same options give the same bytes and times on every JVM.
   *
   * @return a trace of exactly {@link WorkloadOptions#packets} frames
   * @throws OptionRefusedException if this workload does not support the options; the message names
   *     option, value and allowed values
   */
  PacketTrace generate(WorkloadOptions options);
}
