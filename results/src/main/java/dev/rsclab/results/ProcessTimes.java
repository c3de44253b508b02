package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The CPU time of all processes since each began, in clock ticks: {@code /proc/<pid>/stat}.
 *
 * @param processes process number to its name and time
 */
record ProcessTimes(Map<Long, Usage> processes) {
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /** What this share of all CPUs' time is taken by is worth a name. */
  private static final double MUCH = 0.05;

  /** A process: its name and its ticks. */
  record Usage(String name, long ticks) {}

  /** Reads them; those that have ended meanwhile, or read otherwise, are missing. */
  static ProcessTimes read(SystemFiles files) {
    Map<Long, Usage> processes = new HashMap<>();
    for (long pid : files.processes()) {
      Usage process = parse(files.text("proc/" + pid + "/stat"));
      if (process != null) {
        processes.put(pid, process);
      }
    }
    return new ProcessTimes(processes);
  }

  /** The name stands in parentheses, and may contain blanks and parentheses itself. */
  private static Usage parse(String stat) {
    int begin = stat.indexOf('(');
    int end = stat.lastIndexOf(')');
    String[] fields = stat.substring(end + 1).strip().split(" ", -1);
    if (begin < 0 || end < begin || fields.length <= SYSTEM_TIME) {
      return null;
    }
    try {
      long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
      return new Usage(stat.substring(begin + 1, end), ticks);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Who has used much of the CPU time since an earlier reading, this process left out: {@code "java
   * 48 %"}, busiest first.
   *
   * @param total the ticks of all CPUs between the readings
   */
  List<String> busySince(ProcessTimes earlier, long total) {
    Map<Usage, Double> busy = new HashMap<>();
    long own = ProcessHandle.current().pid();
    processes.forEach((pid, process) -> {
      Usage before = earlier.processes.get(pid);
      if (pid != own && before != null && total > 0) {
        double share = (process.ticks - before.ticks) / (double) total;
        if (share > MUCH) {
          busy.put(process, share);
        }
      }
    });
    List<String> names = new ArrayList<>();
    busy.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(it ->
            names.add(
                String.format(Locale.ROOT, "%s %.0f %%", it.getKey().name(), it.getValue() * 100)));
    return names;
  }
}
