/**
 * What arrives and when: deterministic traffic, frozen into traces.
 *
 * <p>A {@link dev.rsclab.workload.Workload} turns {@link dev.rsclab.workload.WorkloadOptions} into
 * a {@link dev.rsclab.workload.PacketTrace}: frames as a NIC delivers them, each with its time of
 * arrival. The same options give the same bytes on every JVM; there is no clock and no randomness
 * but a seeded generator. A trace can be repeated without end: later passes continue the sequence
 * numbers of the pass before, so that they coalesce as the first one did.
 *
 * <p>The traffic is synthetic. Each pattern says what it models and what it leaves out; common to
 * all is that nobody reacts: there is no congestion control, no receiver and no handshake.
 */
package dev.rsclab.workload;
