package dev.rsclab.bench;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.capture.ShippedCapture;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.replay.FrameSource;
import dev.rsclab.workload.FamilyMix;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The traces that the benchmarks' workload parameter names: synthetic traffic, shipped captures, or
 * the user's own.
 */
final class Traces {

  /** The name of the user's own capture among the workloads. */
  static final String CAPTURE = "capture";

  /** The system property that says where the user's own capture is; passed on to the forks. */
  static final String CAPTURE_PROPERTY = "rsclab.capture";

  private static final int ETHER_TYPE = 12;

  private Traces() {}

  /**
   * The trace of a workload, with flows of one IP version only.
   *
   * @throws IllegalArgumentException if there is no such workload
   * @throws IOException if a capture cannot be read
   */
  static PacketTrace load(String workload, IpFamily family) throws IOException {
    if (workload.equals(CAPTURE)) {
      String file = System.getProperty(CAPTURE_PROPERTY, "");
      if (file.isBlank()) {
        throw new IllegalArgumentException("workload 'capture' needs -D" + CAPTURE_PROPERTY);
      }
      return ofFamily(CaptureReader.open(Path.of(file)), family);
    }
    var shipped = ShippedCapture.of(workload);
    if (shipped.isPresent()) {
      return ofFamily(shipped.get().open(), family);
    }
    WorkloadKind kind = WorkloadKind.named(workload);
    return kind.generate(kind.defaults().withFamily(mix(family)));
  }

  /** The names that {@link #load} knows. */
  static List<String> names() {
    return Stream.of(
            Arrays.stream(WorkloadKind.values()).map(WorkloadKind::toString),
            Arrays.stream(ShippedCapture.values()).map(ShippedCapture::id),
            Stream.of(CAPTURE))
        .flatMap(Function.identity())
        .toList();
  }

  static FamilyMix mix(IpFamily family) {
    return family == IpFamily.IPV4 ? FamilyMix.IPV4 : FamilyMix.IPV6;
  }

  private static PacketTrace ofFamily(CaptureReader reader, IpFamily family) throws IOException {
    PacketTrace.Builder builder = new PacketTrace.Builder();
    try (FrameSource frames = FrameSource.of(reader)) {
      while (frames.next()) {
        if (etherType(frames) == family.etherType()) {
          builder.add(
              frames.timestampNanos(), frames.bytes(), 0, frames.capturedLength(), frames.length());
        }
      }
    }
    return builder.build();
  }

  private static int etherType(FrameSource frames) {
    return frames.capturedLength() < ETHER_TYPE + 2 ? 0 : Bytes.u16Be(frames.bytes(), ETHER_TYPE);
  }
}
