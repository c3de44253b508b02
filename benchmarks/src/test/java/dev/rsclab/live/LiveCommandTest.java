package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.bench.PrintedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line alone: nothing is measured. */
class LiveCommandTest {

  private static String execute(String... args) {
    return PrintedText.of(() -> LiveCommand.execute(() -> () -> {}, args));
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(execute("--help"))
        .startsWith("0\n")
        .contains("--workloads", "--digest", "--quick", "/dev/net/tun", "docs/live.md");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--workloads nonesuch | --workloads | nonesuch | bulk, rate-limited",
        "--workloads bulk:0 | --workloads | bulk:0 | from 1 to 256",
        "--workloads bulk:257 | --workloads | bulk:257 | from 1 to 256",
        "--families ipv5 | --families | ipv5 | ipv4, ipv6",
        "--kinds BTREE | --kinds | BTREE | LINKED_LIST",
        "--kinds PASS_THROUGH | --kinds | PASS_THROUGH | every run has that as NONE",
        "--policies lax | --policies | lax | qemu, hardened, windows",
        "--flush never | --flush | never | chain-timer, segment-deadline",
        "--intervals 5 | --intervals | '5' | ns, us or ms",
        "--rounds 0 | --rounds | '0' | 1 to 999",
        "--duration 11m | --duration | 11m | 1ms to 600s",
        "--warm-up 0s | --warm-up | 0s | 1ms to 600s",
        "--label a/b | --label | a/b | letters, digits",
        "--digest --size 0 | --size | '0' | up to 100GB",
        "--digest --size 101GB | --size | 101GB | up to 100GB",
        "--digest --loss 30.5% | --loss | 30.5% | 0% to 30%",
        "--digest --reorder x | --reorder | 'x' | 0% to 30%",
        "--loss 1% | --loss | --digest | only",
        "--digest --quick | --quick | --digest | not allowed",
        "--digest --seed x | --seed | x | long"
      })
  void aWrongOptionIsNamed(String args, String option, String value, String said) {
    assertThat(execute(args.split(" ", -1)))
        .startsWith("2\n")
        .contains(option)
        .contains(value)
        .contains(said);
  }
}
