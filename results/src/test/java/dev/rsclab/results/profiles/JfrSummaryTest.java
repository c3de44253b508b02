package dev.rsclab.results.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a recording that the test makes of itself. */
class JfrSummaryTest {
  private static final String HERE = JfrSummaryTest.class.getName();

  @TempDir Path folder;

  /** Works until the recording has seen it: how long that takes is the machine's business. */
  private static long work(Recording recording, Path file) throws IOException {
    long sum = 0;
    for (int rounds = 0; rounds < 100; rounds++) {
      byte[][] garbage = new byte[20_000][];
      for (int i = 0; i < garbage.length; i++) {
        garbage[i] = new byte[256];
        sum += spin(i) + garbage[i].length;
      }
      System.gc();
      recording.dump(file);
      JfrSummary seen = JfrSummary.read(file, HERE + ".work");
      if (seen.samples() > 0 && seen.pauses() > 0 && seen.jvmLoad() != null) {
        return sum;
      }
    }
    throw new AssertionError("nothing was sampled");
  }

  private static long spin(long seed) {
    long value = seed;
    for (int i = 0; i < 500; i++) {
      value = value * 6364136223846793005L + 1442695040888963407L;
    }
    return value;
  }

  @Test
  void countsMethodsPausesLoadAndAllocation() throws IOException {
    Path file = folder.resolve("tiny.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      recording.enable("jdk.GarbageCollection").withThreshold(Duration.ZERO);
      recording.enable("jdk.CPULoad").withPeriod(Duration.ofMillis(50));
      recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
      recording.start();
      work(recording, file);
    }
    JfrSummary summary = JfrSummary.read(file, HERE + ".work");
    assertThat(summary.sampler()).isEqualTo("jdk.ExecutionSample");
    assertThat(summary.hotMethods()).isNotEmpty().allMatch(it -> it.self() > 0);
    assertThat(summary.hotMethods().stream().mapToDouble(HotMethod::self).sum())
        .isLessThanOrEqualTo(1.000001);
    assertThat(summary.pauses()).isPositive();
    assertThat(summary.pauseMillis()).isGreaterThanOrEqualTo(summary.longestPauseMillis());
    assertThat(summary.longestPauseMillis()).isPositive();
    assertThat(summary.jvmLoad()).isBetween(0.0, 1.0);
    assertThat(summary.seconds()).isPositive();
    assertThat(summary.allocatedBytesPerSecond()).isPositive();
    assertThat(summary.allocated()).extracting(JfrSummary.AllocatedClass::type).contains("byte[]");

    JfrSummary elsewhere = JfrSummary.read(file, HERE + ".absent");
    assertThat(elsewhere.samples()).isZero();
    assertThat(elsewhere.hotMethods()).isEmpty();
  }

  @Test
  void saysThatAFileIsNoRecording() throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.jfr"), "no recording");
    assertThatThrownBy(() -> JfrSummary.read(file, "x"))
        .isInstanceOf(ResultsException.class)
        .hasMessage("wrong.jfr: not a recording of Java Flight Recorder");
  }
}
