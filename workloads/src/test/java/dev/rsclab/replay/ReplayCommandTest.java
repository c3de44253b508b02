package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int replay(String... args) {
    CommandLine command = ReplayCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(args);
  }

  @ParameterizedTest
  @MethodSource("dev.rsclab.coalesce.CoalescerKind#available")
  void everyKindReplaysAShippedCapture(CoalescerKind kind) {
    assertThat(
            replay(
                "--in",
                "tap-v4-4flows-smooth",
                "--coalescer",
                kind.name(),
                "--rsc-interval",
                "100us"))
        .isZero();
    assertThat(out.toString())
        .contains(kind.name(), "rsc_interval 100us", "merge factor", "added delay", "p99");
  }

  @ParameterizedTest
  @EnumSource(FlushStrategy.class)
  void theFlushStrategyIsSaidAndChangesTheReplay(FlushStrategy strategy) {
    String[] mixed = {"--workload", "mixed", "--packets", "3000", "--flush", strategy.toString()};
    assertThat(replay(mixed)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("flush " + strategy)
        .contains("of frames that end a message (PSH): mean");
  }

  @Test
  void deliveriesHaveExactlyTheNamedFieldsInOrder() throws IOException {
    Path json = folder.resolve("d.jsonl");
    Path pcap = folder.resolve("d.pcap");
    assertThat(
            replay(
                "--workload",
                "bulk",
                "--seed",
                "4",
                "--packets",
                "500",
                "--policy",
                "qemu",
                "--deliveries",
                json.toString(),
                "--out",
                pcap.toString()))
        .as(err.toString())
        .isZero();
    List<String> lines = Files.readAllLines(json);
    long last = 0;
    for (String line : lines) {
      JsonNode node = JsonMapper.builder().build().readTree(line);
      assertThat(node.propertyNames())
          .containsExactly(
              "t_ns",
              "flags",
              "gso_type",
              "hdr_len",
              "gso_size",
              "csum_start",
              "csum_offset",
              "frame");
      assertThat(node.get("t_ns").asLong()).isGreaterThanOrEqualTo(last);
      last = node.get("t_ns").asLong();
    }
    int frames = 0;
    try (CaptureReader reader = CaptureReader.open(pcap)) {
      while (reader.next()) {
        JsonNode node = JsonMapper.builder().build().readTree(lines.get(frames++));
        assertThat(reader.timestampNanos()).isEqualTo(node.get("t_ns").asLong());
        assertThat(reader.length() * 2).isEqualTo(node.get("frame").asString().length());
      }
    }
    assertThat(frames).isEqualTo(lines.size());
  }

  @Test
  void aWrittenTraceReplaysAsTheWorkloadDid() throws IOException {
    Path trace = folder.resolve("trace.pcap");
    assertThat(
            replay("--workload", "incast", "--packets", "2000", "--write-trace", trace.toString()))
        .isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    assertThat(replay("--in", trace.toString())).isZero();
    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void aCutFrameKeepsItsLengthAndReadsAsZero() throws IOException {
    Path json = folder.resolve("cut.jsonl");
    replay("--in", "tap-v4-8flows", "--coalescer", "pass-through", "--deliveries", json.toString());
    JsonNode longest = null;
    for (String line : Files.readAllLines(json)) {
      JsonNode node = JsonMapper.builder().build().readTree(line);
      longest =
          longest == null
                  || node.get("frame").asString().length()
                      > longest.get("frame").asString().length()
              ? node
              : longest;
    }
    String frame = longest.get("frame").asString();
    assertThat(frame.length() / 2).isGreaterThan(1000);
    assertThat(frame).endsWith("00".repeat(900));
  }

  @ParameterizedTest
  @CsvSource({
    "--coalescer, fast, LINKED_LIST",
    "--policy, linux, windows",
    "--with, nothing, or-push",
    "--without, nothing, flush-on-push",
    "--flush, never, 'chain-timer, segment-deadline, idle-gap, end-of-batch, push, adaptive'",
    "--rsc-interval, 300, 'ns, us or ms'",
    "--rsc-interval, 5s, 'ns, us or ms'",
    "--rsc-interval, 4294967296ns, 4294967295ns",
    "--vnet-header-bytes, 11, '10, 12 or 20'",
    "--max-held-segments, 0, 1 to 1048576",
    "--family, ipv5, mixed",
    "--flows, 0, 1 to",
    "--packets, -1, 1 to"
  })
  void aWrongValueIsNamedWithWhatIsAllowed(String option, String value, String allowed) {
    assertThat(replay("--workload", "bulk", option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(value).contains(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "--vnet-header-bytes, 11, '10, 12 or 20'",
    "--vnet-header-bytes, x, '10, 12 or 20'",
    "--max-held-segments, 0, 'whole numbers, 1 to 1048576'",
    "--max-held-segments, 99999999999, 'whole numbers, 1 to 1048576'",
    "--packets, 0, 'whole numbers, 1 to 16777216'",
    "--packets, 16777217, 'whole numbers, 1 to 16777216'",
    "--packets, x, 'whole numbers, 1 to 16777216'",
    "--flows, 0, 'whole numbers, 1 to 1048576'",
    "--payload-bytes, 70000, 'whole numbers, 0 to 65000'",
    "--burst-segments, -1, 'whole numbers, 0 to 65535'",
    "--line-rate, 2000, 'whole numbers, 1 to 1000'",
    "--line-rate, 2.5, 'whole numbers, 1 to 1000'",
    "--seed, x, 'whole numbers, -9223372036854775808 to 9223372036854775807'",
    "--family, ipv5, 'ipv4, ipv6, mixed'"
  })
  void aWrongValueIsToldWithOptionAndRange(String option, String value, String allowed) {
    assertThat(replay("--workload", "bulk", option, value)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "Invalid value for option '%s': '%s'; allowed: %s%n".formatted(option, value, allowed));
  }

  @ParameterizedTest
  @CsvSource({
    "--max-held-segments, 1048576",
    "--vnet-header-bytes, 20",
    "--flows, 1048576",
    "--payload-bytes, 65000",
    "--burst-segments, 65535",
    "--line-rate, 1000",
    "--seed, -9223372036854775808"
  })
  void theLargestValuesAreAllowed(String option, String value) {
    assertThat(replay("--workload", "bulk", "--packets", "9", option, value))
        .as(err.toString())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          certification --flows 2 | '--flows': '2'; allowed: 1 for workload certification
          bulk --family mixed --flows 1 | '--family': 'mixed'; allowed: ipv4 or ipv6 with one flow
          bulk --packets 16777216 | '--packets': '16777216'; allowed: 1 to 699962 with frames of
          certification --payload-bytes 65000 --line-rate 1 --packets 9 | '--line-rate': '1'; allowed: one that
          flow-flood --burst-segments 5 | '--burst-segments': '5'; allowed: 0 or 1 for workload
          """)
  void whatAWorkloadDoesNotSupportIsTold(String arguments, String message) {
    assertThat(replay(("--workload " + arguments).split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("Invalid value for option " + message);
  }

  @Test
  void aDefaultThatDoesNotGoWithWhatIsGivenIsTold() {
    assertThat(replay("--workload", "flow-flood", "--seed", "3", "--flows", "100")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "Invalid value for option '--packets': 32768 by default; allowed: 1 to 100 (one for"
                + " each of the flows) for workload flow-flood; given: --seed 3 --flows 100");
  }

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
  void helpShowsTheRanges() {
    assertThat(replay("--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("frames of the workload, 1 to 16777216")
        .contains("held per IP version, 1 to 1048576; default 4096")
        .contains("in Gbit/s, 1 to 1000")
        .contains("0 to 4294967295ns");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed", "--flows", "--packets"})
  void anOptionOfWorkloadsIsRefusedWithACapture(String option) {
    assertThat(replay("--in", "tap-v4-8flows", option, "7")).isEqualTo(2);
    assertThat(err.toString()).contains(option);
  }

  @Test
  void anUnknownWorkloadListsTheKnownOnes() {
    assertThat(replay("--workload", "nonesuch")).isEqualTo(2);
    assertThat(err.toString()).contains("--workload", "nonesuch", "bulk", "flow-flood");
  }

  @Test
  void oneSourceIsNeededAndOnlyOne() {
    assertThat(replay()).isEqualTo(2);
    assertThat(replay("--in", "x", "--workload", "bulk")).isEqualTo(2);
  }

  @Test
  void aFileThatIsNoCaptureIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("not.pcap"), "this is no capture");
    assertThat(replay("--in", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("not.pcap").contains("byte");
    assertThat(replay("--in", folder.resolve("absent").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("absent");
  }

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

  @Test
  void timeStampsTooFarApartAreRefusedWithFileAndPlace() throws IOException {
    Path file =
        StampedCapture.write(
            folder.resolve("far-apart.pcapng"),
            -8_000_000_000_000_000_000L,
            8_000_000_000_000_000_000L);
    assertThat(replay("--in", file.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("far-apart.pcapng: frame 2: time stamp 8000000000000000000 ns", "at byte ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0us, 0",
    "300us, 300000",
    "300000ns, 300000",
    "0.3ms, 300000",
    "1ms, 1000000",
    "0.5us, 500",
    "4294967295ns, 4294967295"
  })
  void intervalsTakeThreeUnits(String text, long nanos) {
    assertThat(RscInterval.parse(text)).isEqualTo(nanos);
    assertThat(RscInterval.parse(RscInterval.format(nanos))).isEqualTo(nanos);
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

  @Test
  void allKindsGiveTheSameReport() throws IOException {
    List<String> reports = new ArrayList<>();
    for (CoalescerKind kind : CoalescerKind.available()) {
      if (kind.coalesces()) {
        out.getBuffer().setLength(0);
        replay("--in", "web-mixed", "--coalescer", kind.name());
        reports.add(out.toString().replace(kind.name(), "KIND"));
      }
    }
    assertThat(reports).allMatch(reports.getFirst()::equals);
  }
}
