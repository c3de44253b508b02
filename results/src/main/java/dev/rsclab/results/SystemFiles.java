package dev.rsclab.results;

import dev.rsclab.results.Environment.CpuCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Linux tells about the machine below {@code /proc} and {@code /sys}. A file that is missing
 * or reads otherwise than expected gives "unknown" or null.
 *
 * @param root the directory that holds {@code proc} and {@code sys}
 */
record SystemFiles(Path root) {
  private static final Pattern CACHE_SIZE = Pattern.compile("(\\d{1,9})([KMG]?)");
  private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d{1,15}) kB");
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s*(\\d{1,15}) kB");
  private static final String CPU = "sys/devices/system/cpu/cpu";

  /** The text of a file without surrounding white space, or an empty text. */
  String text(String path) {
    try {
      return new String(Files.readAllBytes(root.resolve(path)), StandardCharsets.ISO_8859_1)
          .strip();
    } catch (IOException | SecurityException e) {
      return "";
    }
  }

  private String textOrUnknown(String path) {
    String text = text(path);
    return text.isEmpty() ? Environment.UNKNOWN : text;
  }

  /** Load average over the last minute. */
  Double load() {
    try {
      return Double.valueOf(text("proc/loadavg").split(" ", -1)[0]);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  Long memoryBytes() {
    return bytesInMemory(MEMORY);
  }

  /** Memory that programs can still have, in bytes: free, or in caches that can be given up. */
  Long availableBytes() {
    return bytesInMemory(AVAILABLE);
  }

  private Long bytesInMemory(Pattern line) {
    Matcher matcher = line.matcher(text("proc/meminfo"));
    return matcher.find() ? Long.valueOf(Long.parseLong(matcher.group(1)) * 1024) : null;
  }

  String kernel() {
    String release = text("proc/sys/kernel/osrelease");
    return release.isEmpty()
        ? System.getProperty("os.name", "") + " " + System.getProperty("os.version", "")
        : "Linux " + release;
  }

  String governor() {
    return textOrUnknown("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  }

  /** The governors of all processors, each once; empty if there is none to be seen. */
  Set<String> governors() {
    Set<String> governors = new TreeSet<>();
    for (int cpu = 0; Files.isDirectory(root.resolve(CPU + cpu)); cpu++) {
      governors.add(text(CPU + cpu + "/cpufreq/scaling_governor"));
    }
    governors.remove("");
    return governors;
  }

  /** Whether a processor that is online shares its core with another one. */
  boolean sharesCores() {
    for (int cpu = 0; Files.isDirectory(root.resolve(CPU + cpu)); cpu++) {
      String siblings = text(CPU + cpu + "/topology/thread_siblings_list");
      if (siblings.contains(",") || siblings.contains("-")) {
        return true;
      }
    }
    return false;
  }

  /** The numbers of all processes. */
  List<Long> processes() {
    List<Long> processes = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root.resolve("proc"), "[1-9]*")) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (name.matches("\\d{1,18}")) {
          processes.add(Long.valueOf(name));
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      return processes; // as many as could be seen
    }
    return processes;
  }

  String smt() {
    return textOrUnknown("sys/devices/system/cpu/smt/control");
  }

  /** Intel's driver says whether turbo is off, all others whether boost is on. */
  String turbo() {
    String off = text("sys/devices/system/cpu/intel_pstate/no_turbo");
    String boost = text("sys/devices/system/cpu/cpufreq/boost");
    if (off.equals("0") || boost.equals("1")) {
      return "on";
    }
    return off.equals("1") || boost.equals("0") ? "off" : Environment.UNKNOWN;
  }

  /** The caches of the first processor, innermost first as the kernel numbers them. */
  List<CpuCache> caches() {
    List<CpuCache> caches = new ArrayList<>();
    for (int i = 0; ; i++) {
      String folder = "sys/devices/system/cpu/cpu0/cache/index" + i + "/";
      Matcher size = CACHE_SIZE.matcher(text(folder + "size"));
      String level = text(folder + "level");
      if (!size.matches() || !level.matches("\\d{1,2}")) {
        return caches;
      }
      caches.add(
          new CpuCache(Integer.parseInt(level), textOrUnknown(folder + "type"), bytes(size)));
    }
  }

  private static long bytes(Matcher size) {
    int shift =
        switch (size.group(2)) {
          case "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          default -> 0;
        };
    return Long.parseLong(size.group(1)) << shift;
  }

  /** Hypervisor by the processor's flag and the firmware's vendor; container by its marker file. */
  String virtualization(CpuInfo cpu) {
    List<String> found = new ArrayList<>();
    if (cpu.hypervisor()) {
      String vendor = text("sys/class/dmi/id/sys_vendor");
      found.add(vendor.isEmpty() ? "virtual machine" : "virtual machine (" + vendor + ")");
    }
    if (Files.exists(root.resolve(".dockerenv"))
        || Files.exists(root.resolve("run/.containerenv"))) {
      found.add("container");
    }
    if (found.isEmpty()) {
      return cpu.known() ? "none detected" : Environment.UNKNOWN;
    }
    return String.join(", ", found);
  }
}
