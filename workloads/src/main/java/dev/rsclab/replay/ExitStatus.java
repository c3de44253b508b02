package dev.rsclab.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;

/** How a command that plays traffic ends: a failure is one line on the error stream. */
public final class ExitStatus {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  private ExitStatus() {}

  /** What a command does. */
  @FunctionalInterface
  public interface Play {
    /**
     * Does it.
     *
     * @throws IOException with a message for the user
     */
    void run() throws IOException;
  }

  /**
   * Plays, and gives the command's exit status: 0, or 1 if a file could not be read or written or
   * memory was too small.
   *
   * @param spec the command, whose error stream is told
   */
  public static int of(CommandSpec spec, Play play) {
    try {
      play.run();
      return DONE;
    } catch (IOException e) {
      return failed(spec, Objects.requireNonNullElse(e.getMessage(), e.toString()));
    } catch (OutOfMemoryError e) {
      return failed(
          spec,
          "out of memory before the end: give Java more than %d MB, for instance with java -Xmx4g"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  private static int failed(CommandSpec spec, String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(message);
    err.flush();
    return FAILED;
  }
}
