package dev.rsclab.live;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time used so far, in ns, to 10 ms of each processor.
 *
 * @param busyNanos by anything on the machine, interrupts included
 * @param stolenNanos that the hypervisor gave to others
 * @param ownNanos by this process
 */
record MachineLoad(long busyNanos, long stolenNanos, long ownNanos) {

  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int[] BUSY = {1, 2, 3, 6, 7}; // user, nice, system, irq, softirq
  private static final int STOLEN = 8;

  /** Reads {@code /proc/stat} and asks the JVM. */
  static MachineLoad now() throws IOException {
    OperatingSystemMXBean bean = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return parse(Files.readString(Path.of("/proc/stat")), bean.getProcessCpuTime());
  }

  static MachineLoad parse(String stat, long ownNanos) throws IOException {
    String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
    if (!fields[0].equals("cpu") || fields.length <= STOLEN) {
      throw new IOException("/proc/stat does not begin with the times of all processors");
    }
    long busy = 0;
    for (int field : BUSY) {
      busy += Long.parseLong(fields[field]);
    }
    long stolen = Long.parseLong(fields[STOLEN]);
    return new MachineLoad(busy * NANOS_PER_TICK, stolen * NANOS_PER_TICK, ownNanos);
  }

  /** Busy time since an earlier reading, in ns. */
  long busySince(MachineLoad earlier) {
    return busyNanos - earlier.busyNanos;
  }

  /**
   * The share of the machine's CPU time that other processes and the hypervisor took since an
   * earlier reading, 0 to 1.
   */
  double otherShareSince(MachineLoad earlier, long durationNanos, int processors) {
    long others =
        busySince(earlier) - (ownNanos - earlier.ownNanos) + (stolenNanos - earlier.stolenNanos);
    return Math.clamp(others / ((double) durationNanos * processors), 0.0, 1.0);
  }
}
