package dev.rsclab.results.profiles;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a recording of Java Flight Recorder says in short.
 *
 * @param seconds from the first event to the last
 * @param sampler the event that the samples are: CPU time where the JDK can sample it, else
 *     execution
 * @param samples samples below the benchmark's method
 * @param hotMethods the methods with most samples, most first
 * @param pauses pauses of the collectors
 * @param pauseMillis their sum, in ms
 * @param longestPauseMillis the longest, in ms
 * @param jvmLoad share of the machine's CPU time that the JVM used, 0 to 1, or null if no event
 *     says
 * @param machineLoad the same of the whole machine
 * @param allocatedBytesPerSecond by the recording's samples
 * @param allocated classes by the bytes of their objects, most first
 */
public record JfrSummary(
    double seconds,
    String sampler,
    long samples,
    List<HotMethod> hotMethods,
    int pauses,
    double pauseMillis,
    double longestPauseMillis,
    Double jvmLoad,
    Double machineLoad,
    double allocatedBytesPerSecond,
    List<AllocatedClass> allocated) {

  /** Copies the lists. */
  public JfrSummary {
    hotMethods = List.copyOf(hotMethods);
    allocated = List.copyOf(allocated);
  }

  /**
   * A class.
   *
   * @param type its name
   * @param share of all bytes allocated, 0 to 1
   */
  public record AllocatedClass(String type, double share) {}

  /**
   * Reads a recording in one pass.
   *
   * @param recording a {@code .jfr} file
   * @param root the method whose samples count, class and method: the harness around it does not
   * @throws ResultsException if it cannot be read
   */
  public static JfrSummary read(Path recording, String root) throws ResultsException {
    JfrCounts counts = new JfrCounts(root);
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        counts.count(event);
      }
    } catch (IOException e) {
      throw new ResultsException(recording, "not a recording of Java Flight Recorder", e);
    }
    return counts.summary();
  }
}
