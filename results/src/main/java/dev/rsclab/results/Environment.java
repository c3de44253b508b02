package dev.rsclab.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code environment.json}: where, when and with what a run was measured. It holds no host name, no
 * user name and no file-system path. What could not be found out is {@code "unknown"} or null.
 *
 * @param formatVersion version of this file format: {@value #FORMAT_VERSION}
 * @param profile name of the run's profile
 * @param label the user's name for the run; may be empty
 * @param startedAt when the run began
 * @param cpuModel the processor's name
 * @param logicalCpus processors that the JVM may use
 * @param coresPerSocket cores of one processor package, or null
 * @param threadsPerCore hardware threads of one core, or null
 * @param caches the caches that the first processor sees
 * @param memoryBytes the machine's memory in bytes, or null
 * @param kernel the operating system's kernel and release
 * @param governor the frequency governor
 * @param smt the state of simultaneous multithreading
 * @param turbo whether the clock may exceed its nominal rate: {@code "on"} or {@code "off"}
 * @param virtualization {@code "none detected"}, or what the machine runs in
 * @param jdkVersion the JDK's full version
 * @param jvmName the virtual machine's name and vendor version
 * @param jvmFlags flags of the measuring JVMs; paths are replaced
 * @param gitCommit the commit that was measured
 * @param gitDirty whether the working tree differed from it, but for untracked output of runs, or
 *     null
 * @param loadBefore load average over one minute when the run began, or null
 * @param loadAfter the same when it ended, or null
 * @param busyBefore share of the CPU time in use by anything just before the run began, 0 to 1, or
 *     null
 * @param stealShare share of the CPU time during the run that the hypervisor gave to others, 0 to
 *     1, or null
 * @param noiseBefore why the run may be noisy, as seen before it: a phrase for each reason; null in
 *     files that older versions wrote
 * @param noiseAfter the same, as seen at its end, or null
 * @param coalescerKinds the kinds in chart order; the first one is the floor, which holds nothing
 * @param guestCostSource a sentence: where the modelled cost of a delivery in the guest comes from
 */
@JsonPropertyOrder(alphabetic = false)
public record Environment(
    int formatVersion,
    String profile,
    String label,
    Instant startedAt,
    String cpuModel,
    int logicalCpus,
    Integer coresPerSocket,
    Integer threadsPerCore,
    List<CpuCache> caches,
    Long memoryBytes,
    String kernel,
    String governor,
    String smt,
    String turbo,
    String virtualization,
    String jdkVersion,
    String jvmName,
    List<String> jvmFlags,
    String gitCommit,
    Boolean gitDirty,
    Double loadBefore,
    Double loadAfter,
    Double busyBefore,
    Double stealShare,
    List<String> noiseBefore,
    List<String> noiseAfter,
    List<String> coalescerKinds,
    String guestCostSource) {

  /** The version that this class writes. */
  public static final int FORMAT_VERSION = 1;

  /** What stands for a text that could not be found out. */
  public static final String UNKNOWN = "unknown";

  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * A cache.
   *
   * @param level 1, 2, 3 ...
   * @param type {@code "Data"}, {@code "Instruction"} or {@code "Unified"}
   * @param bytes its size in bytes
   */
  public record CpuCache(int level, String type, long bytes) {

    /** Puts "unknown" where the file has no type. */
    public CpuCache {
      type = orUnknown(type);
    }
  }

  /** Puts "unknown" and empty lists where the file has nothing. */
  public Environment {
    profile = orUnknown(profile);
    label = Objects.requireNonNullElse(label, "");
    cpuModel = orUnknown(cpuModel);
    caches = caches == null ? List.of() : List.copyOf(caches);
    kernel = orUnknown(kernel);
    governor = orUnknown(governor);
    smt = orUnknown(smt);
    turbo = orUnknown(turbo);
    virtualization = orUnknown(virtualization);
    jdkVersion = orUnknown(jdkVersion);
    jvmName = orUnknown(jvmName);
    jvmFlags = jvmFlags == null ? List.of() : List.copyOf(jvmFlags);
    gitCommit = orUnknown(gitCommit);
    noiseBefore = noiseBefore == null ? null : List.copyOf(noiseBefore);
    noiseAfter = noiseAfter == null ? null : List.copyOf(noiseAfter);
    coalescerKinds = coalescerKinds == null ? List.of() : List.copyOf(coalescerKinds);
    guestCostSource = orUnknown(guestCostSource);
  }

  private static String orUnknown(String text) {
    return text == null || text.isBlank() ? UNKNOWN : text;
  }

  /**
   * Reads the file.
   *
   * @throws ResultsException if it is missing, no such JSON, or of a newer format
   */
  public static Environment read(Path file) throws ResultsException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    }
    Environment environment;
    try {
      environment = MAPPER.readValue(content, Environment.class);
    } catch (JacksonException e) {
      throw new ResultsException(
          file, "not the environment of a run: " + e.getOriginalMessage(), e);
    }
    if (environment == null || environment.formatVersion != FORMAT_VERSION) {
      throw new ResultsException(
          file,
          "formatVersion is %s, this version reads %s"
              .formatted(
                  environment == null ? "missing" : environment.formatVersion, FORMAT_VERSION));
    }
    return environment;
  }

  /**
   * Writes the file, pretty-printed, replacing an older one.
   *
   * @throws IOException if the file system refuses
   */
  public void write(Path file) throws IOException {
    String json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    Files.writeString(
        file, json.replace(System.lineSeparator(), "\n") + "\n", StandardCharsets.UTF_8);
  }
}
