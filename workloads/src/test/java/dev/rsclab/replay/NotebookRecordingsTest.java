package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The recordings that the notebooks read are what the replay command gives today. With {@code
 * -Drsclab.recordings=write} they are written instead; notebooks/README.md says how.
 */
class NotebookRecordingsTest {
  private static final boolean WRITE = "write".equals(System.getProperty("rsclab.recordings"));
  private static final Path RECORDINGS = Path.of("..", "notebooks", "recordings");
  private static final Path DEFECTS = RECORDINGS.resolve("defects.pcap");

  private static final String LOSSY =
      "--workload lossy --packets 800 --flows 4 --burst-segments 8 --payload-bytes 16 --line-rate 1 --seed 1"
          + " --rsc-interval 50us";

  @TempDir private Path folder;

  @Test
  void theCaptureOfTheDefectsIsAsTheProgramWritesIt() throws IOException {
    Path file = folder.resolve("defects.pcap");
    DefectFrames.write(file);
    compare(file, DEFECTS);
  }

  @ParameterizedTest
  @CsvSource({
    "arrived, --coalescer PASS_THROUGH",
    "qemu, --coalescer LINKED_LIST --policy qemu",
    "hardened, --coalescer LINKED_LIST --policy hardened"
  })
  void theRecordingsAreWhatTheReplayGives(String name, String options) throws IOException {
    DefectFrames.write(folder.resolve("defects.pcap"));
    String in = "--in " + folder.resolve("defects.pcap") + " --rsc-interval 300us";
    record("defects-" + name, in, options);
    record("lossy-" + name, LOSSY, options);
  }

  private void record(String name, String traffic, String options) throws IOException {
    Path file = folder.resolve(name + ".jsonl");
    List<String> args = new ArrayList<>(List.of((traffic + " " + options).split(" ", -1)));
    args.addAll(List.of("--deliveries", file.toString()));
    StringWriter err = new StringWriter();
    CommandLine command = ReplayCommand.commandLine();
    command.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));
    assertThat(command.execute(args.toArray(String[]::new))).as(err.toString()).isZero();
    compare(file, RECORDINGS.resolve(file.getFileName()));
  }

  private static void compare(Path now, Path committed) throws IOException {
    if (WRITE) {
      Files.createDirectories(RECORDINGS);
      Files.write(committed, Files.readAllBytes(now));
    }
    assertThat(now).hasSameBinaryContentAs(committed);
  }
}
