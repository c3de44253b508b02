package dev.rsclab.results;

/**
 * The first line of {@code /proc/stat}: CPU time of all processors since the machine came up, in
 * clock ticks.
 *
 * @param total all of it, without the guest columns, which the user columns contain already
 * @param idle what nobody used, whether something waited for a disk or not
 * @param steal what the hypervisor gave to others
 */
record CpuTime(long total, long idle, long steal) {
  private static final int IDLE_COLUMN = 4;
  private static final int IOWAIT_COLUMN = 5;
  private static final int STEAL_COLUMN = 8;

  /** Reads the line; null if it is not there. */
  static CpuTime parse(String stat) {
    String[] fields = stat.lines().findFirst().orElse("").split("\\s+", -1);
    if (!fields[0].equals("cpu") || fields.length <= STEAL_COLUMN) {
      return null;
    }
    try {
      long total = 0;
      for (int i = 1; i <= STEAL_COLUMN; i++) {
        total += Long.parseLong(fields[i]);
      }
      long idle = Long.parseLong(fields[IDLE_COLUMN]) + Long.parseLong(fields[IOWAIT_COLUMN]);
      return new CpuTime(total, idle, Long.parseLong(fields[STEAL_COLUMN]));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The stolen share between two readings, 0 to 1; null if it cannot be known. */
  static Double stealShare(CpuTime before, CpuTime after) {
    return comparable(before, after)
        ? (after.steal - before.steal) / (double) (after.total - before.total)
        : null;
  }

  /** Likewise the share in use by anything, whether this machine or others. */
  static Double busyShare(CpuTime before, CpuTime after) {
    if (!comparable(before, after)) {
      return null;
    }
    double idle = (after.idle - before.idle) / (double) (after.total - before.total);
    return Math.clamp(1 - idle, 0.0, 1.0);
  }

  /** Ticks of all processors between two readings; 0 if they cannot be known. */
  static long ticks(CpuTime before, CpuTime after) {
    return comparable(before, after) ? after.total - before.total : 0;
  }

  private static boolean comparable(CpuTime before, CpuTime after) {
    return before != null && after != null && after.total > before.total;
  }
}
