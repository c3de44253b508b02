package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.Map;

/**
 * What the tests of the rules ask of a device, so that the same test runs on {@link ModelDevice}
 * and on every {@link CoalescerKind}. The methods mean what they mean in {@link Coalescer}.
 */
interface Device {

  /** Takes what the device delivers. */
  @FunctionalInterface
  interface Guest {
    /** Says what a {@link GuestReceiver} says. The bytes are the guest's to keep. */
    int take(int queue, int frames, boolean held, byte[] bytes);
  }

  int offer(int queue, byte[] bytes, long nowNanos);

  void advance(long nowNanos);

  long nextDeadline();

  void endOfBatch(long nowNanos);

  void flush();

  void negotiate(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6);

  int held(IpFamily family);

  long deadline(IpFamily family);

  /** The counters that are not zero. */
  Map<Counter, Long> counters(IpFamily family);
}
