package dev.rsclab.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes a shipped capture out of a larger one: the first frames, in order of time, cut to a snap
 * length, as gzip.
 *
 * <p>Run as {@code CutCapture <input> <output.pcap.gz> <frames> <snap length>}.
 */
final class CutCapture {

  private static final class Cut {
    final long timestampNanos;
    final byte[] bytes;
    final int length;

    /** The frame {@code reader} stands at, of which at most {@code snapLength} bytes are kept. */
    Cut(CaptureReader reader, int snapLength) {
      timestampNanos = reader.timestampNanos();
      bytes = Arrays.copyOf(reader.bytes(), Math.min(reader.capturedLength(), snapLength));
      length = reader.length();
    }
  }

  private CutCapture() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("<input> <output.pcap.gz> <frames> <snap length>");
    }
    cut(
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]));
  }

  /** Writes the first {@code frames} frames of {@code from}, cut to {@code snapLength} bytes. */
  static void cut(Path from, Path to, int frames, int snapLength) throws IOException {
    List<Cut> cuts = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(from)) {
      while (cuts.size() < frames && reader.next()) {
        cuts.add(new Cut(reader, snapLength));
      }
    }
    // The sort is stable: frames of equal time keep their order.
    cuts.sort(Comparator.comparingLong(cut -> cut.timestampNanos));
    try (OutputStream file = Files.newOutputStream(to);
        PcapWriter writer = new PcapWriter(new SmallestGzip(file))) {
      for (Cut cut : cuts) {
        writer.write(cut.timestampNanos, cut.bytes, 0, cut.bytes.length, cut.length);
      }
    }
  }

  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
