package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of the replay command, right and wrong. */
class ReplayOptionsTest extends ReplayCommandCase {

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
}
