package dev.rsclab.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * A file that a replay writes; every error names it. What it holds is kept until {@link #empty}, so
 * that a replay that cannot open all its outputs destroys none. Not buffered.
 */
final class OutputFile extends OutputStream {

  private final NamedFile name;
  private final FileChannel channel;
  private final OutputStream out;

  private OutputFile(NamedFile name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
    out = Channels.newOutputStream(channel);
  }

  /**
   * Opens a file, which is created if there is none.
   *
   * @throws IOException if that is not possible
   */
  static OutputFile open(NamedFile name) throws IOException {
    try {
      return new OutputFile(
          name, FileChannel.open(name.path(), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw name.failure(e);
    }
  }

  NamedFile name() {
    return name;
  }

  /** Cuts the file to nothing, unless it is a pipe or a device. */
  void empty() throws IOException {
    try {
      if (Files.isRegularFile(name.path())) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      throw name.failure(e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw name.failure(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw name.failure(e);
    }
  }
}
