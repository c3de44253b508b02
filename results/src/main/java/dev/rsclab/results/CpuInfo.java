package dev.rsclab.results;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first processor of {@code /proc/cpuinfo}.
 *
 * @param model its name, or "unknown"
 * @param coresPerSocket cores of its package, or null
 * @param threadsPerCore hardware threads of a core, or null
 * @param hypervisor whether it is a hypervisor's
 * @param known whether there was anything to read
 */
record CpuInfo(
    String model,
    Integer coresPerSocket,
    Integer threadsPerCore,
    boolean hypervisor,
    boolean known) {

  static CpuInfo parse(String cpuinfo) {
    Map<String, String> fields = new HashMap<>();
    for (String line : cpuinfo.lines().takeWhile(line -> !line.isBlank()).toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    Integer cores = positive(fields.get("cpu cores"));
    Integer siblings = positive(fields.get("siblings"));
    return new CpuInfo(
        fields.getOrDefault("model name", Environment.UNKNOWN),
        cores,
        cores == null || siblings == null ? null : Integer.valueOf(siblings / cores),
        List.of(fields.getOrDefault("flags", "").split(" ", -1)).contains("hypervisor"),
        !fields.isEmpty());
  }

  private static Integer positive(String text) {
    return text != null && text.matches("[1-9]\\d{0,5}") ? Integer.valueOf(text) : null;
  }
}
