package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the replay command writes, or cannot write. */
class ReplayOutputsTest extends ReplayCommandCase {

  @ParameterizedTest
  @ValueSource(strings = {"--out", "--deliveries", "--write-trace"})
  void anOutputThatCannotBeOpenedIsNamedAndDestroysNoOther(String option) throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "kept");
    String file = folder.resolve("absent/x").toString();
    for (String kept : List.of("--out", "--deliveries", "--write-trace")) {
      if (!kept.equals(option)) {
        err.getBuffer().setLength(0);
        assertThat(replay("--in", "web-mixed", option, file, kept, other.toString())).isEqualTo(1);
        assertThat(err.toString())
            .hasLineCount(1)
            .isEqualToIgnoringNewLines(option + " " + file + ": no such directory");
        assertThat(other).hasContent("kept");
      }
    }
    err.getBuffer().setLength(0);
    assertThat(replay("--in", "web-mixed", option, folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(option + " " + folder + ": ").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--out", "--deliveries", "--write-trace"})
  void theInputCannotBeAnOutput(String option) throws IOException {
    Path in = folder.resolve("in.pcap");
    replay("--workload", "bulk", "--packets", "9", "--write-trace", in.toString());
    byte[] before = Files.readAllBytes(in);
    Path link = Files.createSymbolicLink(folder.resolve("link"), in);
    Path hardLink = Files.createLink(folder.resolve("hard"), in);
    for (Path same :
        List.of(in, folder.resolve("../" + folder.getFileName() + "/in.pcap"), link, hardLink)) {
      err.getBuffer().setLength(0);
      assertThat(replay("--in", in.toString(), option, same.toString())).isEqualTo(2);
      assertThat(err.toString())
          .startsWith("--in " + in + " and " + option + " " + same + " are the same file");
      assertThat(in).hasBinaryContent(before);
    }
  }

  @Test
  void twoOutputsCannotBeTheSameFile() {
    Path file = folder.resolve("x");
    Path again = folder.resolve("./y/../x");
    assertThat(
            replay(
                "--in", "web-mixed", "--write-trace", again.toString(), "--out", file.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--out " + file + " and --write-trace " + again);
    assertThat(file).doesNotExist();
  }

  @Test
  void devicesCanBeNamedTwice() {
    assumeThat(Path.of("/dev/null")).exists(); // Windows has no such file
    assertThat(replay("--in", "web-mixed", "--out", "/dev/null", "--deliveries", "/dev/null"))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--in", "--out", "--deliveries", "--write-trace"})
  void whatCannotBeAFileIsRefused(String option) {
    for (String name : List.of("", "a\0b")) {
      err.getBuffer().setLength(0);
      String[] source = option.equals("--in") ? new String[0] : new String[] {"--in", "web-mixed"};
      assertThat(
              replay(
                  Stream.concat(Stream.of(source), Stream.of(option, name)).toArray(String[]::new)))
          .isEqualTo(2);
      assertThat(err.toString())
          .startsWith("Invalid value for option '" + option + "'")
          .contains("'" + name + "' cannot be the name of a file");
    }
  }

  @Test
  void anOutputIsReplacedAsAWhole() throws IOException {
    Path longer = folder.resolve("long.pcap");
    Path shorter = folder.resolve("short.pcap");
    replay("--workload", "bulk", "--packets", "900", "--write-trace", longer.toString());
    replay("--workload", "bulk", "--packets", "9", "--write-trace", shorter.toString());
    replay("--workload", "bulk", "--packets", "9", "--write-trace", longer.toString());
    assertThat(longer).hasSameBinaryContentAs(shorter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--out", "--deliveries", "--write-trace"})
  void aFullDiskIsNamed(String option) {
    assumeThat(Path.of("/dev/full")).exists(); // only Linux has it
    for (String packets : List.of("9", "9000")) { // found at the end, and on the way
      err.getBuffer().setLength(0);
      assertThat(replay("--workload", "bulk", "--packets", packets, option, "/dev/full"))
          .isEqualTo(1);
      assertThat(err.toString()).startsWith(option + " /dev/full: No space left").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -8_000_000_000_000_000_000L, 4_294_967_296_000_000_000L})
  void aTimeThatPcapCannotHoldIsNamedWithTheFile(long nanos) throws IOException {
    Path in = StampedCapture.write(folder.resolve("in.pcapng"), nanos);
    Path trace = folder.resolve("trace.pcap");
    assertThat(replay("--in", in.toString(), "--write-trace", trace.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("--write-trace " + trace + ": time stamp " + nanos + " ns")
        .contains("; partial, stopped after frame 0: --write-trace " + trace)
        .hasLineCount(1);
    assertThat(replay("--in", in.toString())).isZero();
  }

  @Test
  void aDeliveryTooLateForPcapIsNamedWithTheFile() throws IOException {
    Path in = StampedCapture.write(folder.resolve("in.pcapng"), -1, 4_294_967_296_000_000_000L);
    Path capture = folder.resolve("out.pcap");
    assertThat(replay("--in", in.toString(), "--out", capture.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("--out " + capture + ": time stamp 4294967296000000001 ns")
        .hasLineCount(1);
  }

  @Test
  void outputsOfABrokenCaptureAreCalledPartial() throws IOException {
    Path whole = folder.resolve("whole.pcap");
    replay("--workload", "bulk", "--packets", "10", "--write-trace", whole.toString());
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.pcap");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1));
    String json = folder.resolve("d.jsonl").toString();
    String trace = folder.resolve("t.pcap").toString();
    assertThat(replay("--in", cut.toString(), "--deliveries", json, "--write-trace", trace))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("cut.pcap: truncated frame")
        .contains("; partial, stopped after frame 9: --deliveries " + json)
        .contains("--write-trace " + trace)
        .hasLineCount(1);
    err.getBuffer().setLength(0);
    assertThat(replay("--in", cut.toString())).isEqualTo(1);
    assertThat(err.toString()).doesNotContain("partial");
  }
}
