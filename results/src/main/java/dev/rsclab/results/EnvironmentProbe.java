package dev.rsclab.results;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what {@link Environment} records: {@link #begin} before the run, {@link #end} after it.
 *
 * <p>Reads {@code /proc} and {@code /sys} as Linux offers them, asks git in the current directory
 * before the run, since a commit made while it lasts is not the one measured, and needs no
 * privileges. Elsewhere most fields are unknown; nothing here ever fails.
 */
public final class EnvironmentProbe {
  /** An absolute, home or relative path at the start of a flag or of one of its values. */
  private static final Pattern PATH =
      Pattern.compile("(?<=^|[=:,;@])(?:~?/|\\.{1,2}/|[A-Za-z]:\\\\)[^,;]*");

  /** Long enough for clock ticks of 10 ms to give a share, short enough not to be noticed. */
  private static final Duration SAMPLE = Duration.ofMillis(500);

  private final SystemFiles files;
  private final GitState git;
  private final Instant startedAt;
  private final Double loadBefore;
  private final Double busyBefore;
  private final CpuTime cpuBefore;
  private final List<String> noiseBefore;

  private EnvironmentProbe(
      SystemFiles files, Path workingDirectory, Instant startedAt, Duration sample) {
    this.files = files;
    this.git = GitState.of(workingDirectory);
    this.startedAt = startedAt.truncatedTo(ChronoUnit.SECONDS);
    this.loadBefore = files.load();
    CpuTime sampleBegin = CpuTime.parse(files.text("proc/stat"));
    ProcessTimes processesBegin = ProcessTimes.read(files);
    sleep(sample);
    this.cpuBefore = CpuTime.parse(files.text("proc/stat"));
    this.busyBefore = CpuTime.busyShare(sampleBegin, cpuBefore);
    this.noiseBefore =
        NoiseReasons.before(
            files,
            Runtime.getRuntime().availableProcessors(),
            busyBefore,
            CpuTime.stealShare(sampleBegin, cpuBefore),
            loadBefore,
            ProcessTimes.read(files)
                .busySince(processesBegin, CpuTime.ticks(sampleBegin, cpuBefore)));
  }

  /**
   * Notes the time, the commit, the load and the stolen CPU time at the start of a run, and waits
   * half a second to see how busy the machine is. The load average would not tell: it remembers the
   * build of a minute ago.
   */
  public static EnvironmentProbe begin() {
    return begin(Path.of("/"), Path.of(""), Instant.now(), SAMPLE);
  }

  /**
   * As {@link #begin()}, with {@code /proc} and {@code /sys} below another root and another time to
   * wait, for tests.
   */
  static EnvironmentProbe begin(
      Path root, Path workingDirectory, Instant startedAt, Duration sample) {
    return new EnvironmentProbe(new SystemFiles(root), workingDirectory, startedAt, sample);
  }

  /**
   * Why measurements may be noisy here, as far as it can be seen before the run: one phrase for
   * each reason; empty if there is none.
   */
  public List<String> noise() {
    return noiseBefore;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * As {@link #end(String, String, List, String, String, List, String)}, if the measuring JVMs are
   * of the same make as this one.
   */
  public Environment end(
      String profile,
      String label,
      List<String> jvmFlags,
      List<String> coalescerKinds,
      String guestCostSource) {
    return end(
        profile,
        label,
        jvmFlags,
        Runtime.version().toString(),
        jvmName(),
        coalescerKinds,
        guestCostSource);
  }

  /**
   * The environment, with the load and the stolen share up to now. May be called more than once.
   *
   * @param profile name of the run's profile
   * @param label the user's name for the run; may be empty
   * @param jvmFlags flags of the measuring JVMs; paths in them are replaced by {@code <path>}
   * @param jdkVersion full version of the JDK that measured
   * @param jvmName name and vendor version of the virtual machine that measured
   * @param coalescerKinds the kinds in chart order, the floor first
   * @param guestCostSource a sentence: where the modelled cost of a delivery comes from
   */
  public Environment end(
      String profile,
      String label,
      List<String> jvmFlags,
      String jdkVersion,
      String jvmName,
      List<String> coalescerKinds,
      String guestCostSource) {
    CpuInfo cpu = CpuInfo.parse(files.text("proc/cpuinfo"));
    int cpus = Runtime.getRuntime().availableProcessors();
    Double load = files.load();
    Double stolen = CpuTime.stealShare(cpuBefore, CpuTime.parse(files.text("proc/stat")));
    return new Environment(
        Environment.FORMAT_VERSION,
        profile,
        label,
        startedAt,
        cpu.model(),
        cpus,
        cpu.coresPerSocket(),
        cpu.threadsPerCore(),
        files.caches(),
        files.memoryBytes(),
        files.kernel(),
        files.governor(),
        files.smt(),
        files.turbo(),
        files.virtualization(cpu),
        jdkVersion,
        jvmName,
        jvmFlags.stream().map(EnvironmentProbe::withoutPaths).toList(),
        git.commit(),
        git.dirty(),
        loadBefore,
        load,
        busyBefore,
        stolen,
        noiseBefore,
        NoiseReasons.after(files, cpus, stolen, load),
        coalescerKinds,
        guestCostSource);
  }

  static String withoutPaths(String flag) {
    Matcher matcher = PATH.matcher(flag);
    return matcher.replaceAll("<path>");
  }

  private static String jvmName() {
    String name = System.getProperty("java.vm.name", Environment.UNKNOWN);
    String version =
        System.getProperty("java.vendor.version", System.getProperty("java.vm.version", ""));
    return (name + " " + version).strip();
  }
}
