package dev.rsclab.coalesce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps the frames that led to a failure. */
final class FailureCapture {

  private static final Path DIRECTORY = Path.of("target", "failures");

  private FailureCapture() {}

  static Path write(String name, List<CapturedFrame> frames) {
    try {
      Files.createDirectories(DIRECTORY);
      Path file = DIRECTORY.resolve(name.replaceAll("[^A-Za-z0-9.-]+", "-") + ".pcap");
      PcapFile.write(file, frames);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to do with the file. */
  static String advice(Path file) {
    return "The frames are in "
        + file.toAbsolutePath()
        + "; once understood, keep them, cut down, as a golden case under"
        + " engine/src/test/resources/golden/.";
  }
}
