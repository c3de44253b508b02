package dev.rsclab.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How a command went that was run to its end, or to the end of its time. */
sealed interface Execution {

  /** What is read of each of its streams, in bytes. */
  int MOST_BYTES = 1 << 20;

  /** The command ended by itself. */
  record Ended(int status, String output, String errors) implements Execution {}

  /** The command ran too long and was killed, with everything that it had started. */
  record TimedOut(String errors) implements Execution {}

  /** There is no such command, or the system refused to start it. */
  record NotStarted(String reason) implements Execution {}

  /**
   * Runs a command. Its streams go to files, so that it never waits for a reader.
   *
   * @param longest how long it may take
   */
  static Execution of(List<String> command, Duration longest) {
    try {
      Path output = Files.createTempFile("rsclab", ".out");
      Path errors = Files.createTempFile("rsclab", ".err");
      try {
        return run(command, longest, output, errors);
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
      }
    } catch (IOException e) {
      return new NotStarted(e.getMessage());
    }
  }

  private static Execution run(List<String> command, Duration longest, Path output, Path errors)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = false;
    try {
      ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    return ended
        ? new Ended(process.exitValue(), text(output), text(errors))
        : new TimedOut(text(errors));
  }

  private static File nothing() {
    return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private static String text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }
}
