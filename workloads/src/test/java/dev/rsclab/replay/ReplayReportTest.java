package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/** The report of the replay command: where it goes, and that it is the same everywhere. */
@Isolated("sets the locale and System.out")
class ReplayReportTest extends ReplayCommandCase {

  /** Text that cannot be written because of {@code failure}. */
  private static PrintWriter failing(Callable<Void> failure) {
    return new PrintWriter(
        new FilterWriter(Writer.nullWriter()) {
          @Override
          public void write(String text, int from, int length) throws IOException {
            try {
              failure.call();
            } catch (Exception e) {
              throw new IOException(e);
            }
          }
        });
  }

  @Test
  void aLostReportIsAFailure() {
    CommandLine command = ReplayCommand.commandLine().setErr(new PrintWriter(err));
    command.setOut(
        failing(() -> {
          throw new IOException("full");
        }));
    assertThat(command.execute("--in", "web-mixed")).isEqualTo(1);
    assertThat(err.toString()).contains("standard output").hasLineCount(1);
  }

  @Test
  void tooLittleMemoryIsToldInOneLine() {
    CommandLine command = ReplayCommand.commandLine().setErr(new PrintWriter(err));
    command.setOut(
        failing(() -> {
          throw new OutOfMemoryError();
        }));
    assertThat(command.execute("--in", "web-mixed")).isEqualTo(1);
    assertThat(err.toString()).contains("out of memory", "-Xmx").hasLineCount(1);
  }

  @Test
  void aFullStandardOutputIsAFailure() throws IOException {
    PrintStream before = System.out;
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    try (PrintStream stream = new PrintStream(full, false, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      assertThat(ReplayCommand.execute("--in", "web-mixed")).isEqualTo(1);
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void textIsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      replay("--workload", "bulk", "--packets", "3000");
      String english = out.toString();
      out.getBuffer().setLength(0);
      Locale.setDefault(Locale.GERMANY);
      replay("--workload", "bulk", "--packets", "3000");
      assertThat(out.toString()).isEqualTo(english);
    } finally {
      Locale.setDefault(before);
    }
  }
}
