package dev.rsclab.profile;

import java.util.Optional;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.runner.options.ProfilerConfig;

/** Whether this machine lets anybody count cycles, instructions and cache misses. */
public final class HardwareCounters {

  private HardwareCounters() {}

  /** Why not, in a sentence that says what is left out; nothing if it does. Asks Linux perf. */
  public static Optional<String> missing() {
    try {
      ProfilerFactory.getProfilerOrException(
          new ProfilerConfig(ProfilerName.PERFNORM.toString(), ""));
      return Optional.empty();
    } catch (ProfilerException e) {
      return Optional.of(sentence(String.valueOf(e.getMessage())));
    }
  }

  /**
   * The sentence.
   *
   * @param said what JMH said
   */
  static String sentence(String said) {
    String reason =
        said.contains("No supported events")
            ? "perf is refused every event by the kernel or the virtual machine"
            : "perf cannot be started";
    return "No hardware counters here: "
        + reason
        + ". Cycles, instructions and cache misses per packet are not known, and flame graphs sample"
        + " CPU time by a timer.";
  }
}
