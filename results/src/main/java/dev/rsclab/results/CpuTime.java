package dev.rsclab.results;

/**
 * The first line of {@code /proc/stat}: CPU time of all processors since the machine came up, in
 * clock ticks.
 *
 * @param total all of it, without the guest columns, which the user columns contain already
 * @param steal what the hypervisor gave to others
 */
record CpuTime(long total, long steal) {
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
      return new CpuTime(total, Long.parseLong(fields[STEAL_COLUMN]));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The stolen share between two readings, 0 to 1; null if it cannot be known. */
  static Double stealShare(CpuTime before, CpuTime after) {
    if (before == null || after == null || after.total <= before.total) {
      return null;
    }
    return (after.steal - before.steal) / (double) (after.total - before.total);
  }
}
