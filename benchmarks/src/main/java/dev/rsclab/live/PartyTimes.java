package dev.rsclab.live;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Locale;

/**
 * CPU time that each party of a repetition has used, in ns: who pays for a segment and who for a
 * delivery.
 *
 * <p>A write to a tap runs the receive path of the stack behind it in the writer's thread. So the
 * receiver's work is {@code receiver} and {@code write} together, and that of the sender's stack
 * for an acknowledgement is in {@code back}. Interrupts are charged to whom they interrupt.
 *
 * @param receiver the receiving applications' threads
 * @param sender the sending applications' threads
 * @param forwarder the forwarder's thread, its writes included
 * @param write the time in the forwarder's writes alone: by the clock, not CPU time
 * @param back the thread of the way back
 */
record PartyTimes(long receiver, long sender, long forwarder, long write, long back) {

  /** The columns of {@link #columns}. */
  static final String HEADER =
      "receiver_cpu_ns,sender_cpu_ns,forwarder_cpu_ns,forwarder_write_ns,return_cpu_ns";

  /** So far; to be called while the threads run. O(threads). */
  static PartyTimes now(Traffic traffic, Wire wire) {
    return new PartyTimes(
        cpuNanos(traffic.threads(Traffic.End.RECEIVER)),
        cpuNanos(traffic.threads(Traffic.End.SENDER)),
        wire.forwarderCpuNanos(),
        wire.forwarder().writeNanos(),
        wire.returnCpuNanos());
  }

  /** CPU time of some threads; one that has ended, which is a failure told elsewhere, has none. */
  static long cpuNanos(Collection<Thread> threads) {
    return threads.stream()
        .mapToLong(
            it -> Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(it.threadId())))
        .sum();
  }

  /** What was used since an earlier reading. */
  PartyTimes since(PartyTimes earlier) {
    return new PartyTimes(
        receiver - earlier.receiver,
        sender - earlier.sender,
        forwarder - earlier.forwarder,
        write - earlier.write,
        back - earlier.back);
  }

  /** In the order of {@link #HEADER}. */
  String columns() {
    return String.format(Locale.ROOT, "%d,%d,%d,%d,%d", receiver, sender, forwarder, write, back);
  }
}
