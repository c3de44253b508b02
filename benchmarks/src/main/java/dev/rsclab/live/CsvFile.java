package dev.rsclab.live;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of lines, each of which is in the file when the call that adds it returns. */
final class CsvFile implements Closeable {

  private final BufferedWriter out;

  /**
   * Creates the file, with its first line.
   *
   * @throws IOException if the file system refuses
   */
  CsvFile(Path file, String header) throws IOException {
    out = Files.newBufferedWriter(file);
    add(header);
  }

  void add(String line) throws IOException {
    out.write(line);
    out.write('\n');
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
