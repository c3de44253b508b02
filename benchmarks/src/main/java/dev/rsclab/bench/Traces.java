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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    if (isCapture(workload)) {
      PacketTrace trace = ofFamily(open(workload), family);
      if (trace.packets() == 0) {
        throw new IllegalArgumentException(
            "workload '" + workload + "' has no frames of " + family);
      }
      return trace;
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

  /**
   * The IP versions that a workload has frames of, untagged ones: all for synthetic traffic.
   *
   * @throws IllegalArgumentException if there is no such workload
   * @throws IOException if a capture cannot be read
   */
  static List<IpFamily> families(String workload) throws IOException {
    if (!isCapture(workload)) {
      return List.of(IpFamily.values());
    }
    Set<IpFamily> found = EnumSet.noneOf(IpFamily.class);
    try (FrameSource frames = FrameSource.of(open(workload))) {
      while (found.size() < IpFamily.values().length && frames.next()) {
        int etherType = etherType(frames);
        for (IpFamily family : IpFamily.values()) {
          if (etherType == family.etherType()) {
            found.add(family);
          }
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean isCapture(String workload) {
    return workload.equals(CAPTURE) || ShippedCapture.of(workload).isPresent();
  }

  private static CaptureReader open(String workload) throws IOException {
    if (!workload.equals(CAPTURE)) {
      return ShippedCapture.of(workload).orElseThrow().open();
    }
    String file = System.getProperty(CAPTURE_PROPERTY, "");
    if (file.isBlank()) {
      throw new IllegalArgumentException("workload 'capture' needs -D" + CAPTURE_PROPERTY);
    }
    return CaptureReader.open(Path.of(file));
  }

  /**
   * The frames of one IP version; those of other EtherTypes, VLAN tags among them, are left out.
   */
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
