package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rsclab.capture.ShippedCapture;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.replay.DeliveryListener;
import dev.rsclab.replay.FrameSource;
import dev.rsclab.replay.Replay;
import dev.rsclab.replay.ReplayReport;
import dev.rsclab.results.GuestCost;
import dev.rsclab.results.PacketCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendCommandTest {

  private static final String BULK =
      "--workload bulk --packets 6000 --intervals 300us,0us,50us,100us";

  @TempDir private Path folder;

  /** Runs the command and returns its exit status and everything it printed. */
  private static String recommend(String args) {
    return PrintedText.of(() -> Main.execute(("recommend " + args).split(" ", -1)));
  }

  /** 10 x 150 ns + 2 x 1500 ns + 0.2 ns/B x 1000 B. */
  @Test
  void thePredictionIsTheFormula() {
    PacketCost cost = new PacketCost(150, GuestCost.named("1500ns+0.2ns/B"));
    assertThat(cost.nanos(10, 2, 1000)).isCloseTo(4700, within(1e-9));
  }

  @Test
  void theTableIsTheReplaysFindings() throws IOException {
    ReplayReport replay =
        Replay.run(
            FrameSource.of(ShippedCapture.of("tap-v4-8flows").orElseThrow().open()),
            CoalescerKind.HASH_MAP,
            RscPolicy.qemu().withIntervalNanos(20_000),
            DeliveryListener.NONE);
    double guest = 1000.0 * replay.deliveries() + 0.1 * replay.deliveredBytes();
    double nanos = 200 + guest / replay.frames();
    String row =
        String.format(
            Locale.ROOT,
            "20us %.3f %.3f us %.3f us %.3f us %.0f ",
            replay.mergeFactor(),
            replay.delayPercentile(50) / 1e3,
            replay.delayPercentile(99) / 1e3,
            replay.messageDelays().percentile(99) / 1e3,
            1e9 / nanos);
    String said =
        recommend(
            "--in tap-v4-8flows --policy qemu --intervals 0us,20us --guest LIGHT --device-nanos 200");
    assertThat(said).startsWith("0\n").contains("policy qemu, flush chain-timer", "device 200 ns");
    assertThat(said.replaceAll(" +", " ")).contains(row);
  }

  @ParameterizedTest
  @CsvSource({
    "--tolerance 0%, 300us, longest interval tried",
    "--tolerance 4, 100us, at most 4 % below the best",
    "--tolerance 20%, 50us, smallest-within-tolerance",
    "--tolerance 0% --delay-budget 100us, 100us, within the budget of 100us",
    "--tolerance 0% --delay-budget 0.06ms, 50us, beyond the delay budget",
    "--guest ZERO, 0us, guest 0ns",
    "--flush push --tolerance 0%, 300us, flush push"
  })
  void theSmallestIntervalWithinTheToleranceIsRecommended(
      String options, String interval, String said) {
    assertThat(recommend(BULK + " " + options))
        .startsWith("0\n")
        .contains("Recommended rsc_interval: " + interval + "\n")
        .contains(said)
        .contains("nothing was\nmeasured", "senders do not react", "run 2026-11-26-record");
  }

  @Test
  void aBudgetThatNoIntervalMeetsRecommendsNone() {
    assertThat(
            recommend("--workload bulk --packets 6000 --intervals 50us,100us --delay-budget 1us"))
        .startsWith("0\n")
        .contains("No interval is recommended", "within 1us")
        .doesNotContain("Recommended rsc_interval");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--in tap-v4-8flows --guest HUGE | --guest | 'HUGE'; allowed: ZERO, LIGHT, HEAVY",
        "--in tap-v4-8flows --intervals 0us,5xs | --intervals | '5xs'; allowed: a number with",
        "--in tap-v4-8flows --delay-budget 200 | --delay-budget | '200'; allowed: none, or a number with",
        "--in tap-v4-8flows --tolerance lots | --tolerance | 'lots'; allowed: a percentage",
        "--in tap-v4-8flows --device-nanos 0 | --device-nanos | '0'; allowed: 1 to 999999",
        "--in tap-v4-8flows --policy none | --policy | allowed: qemu, hardened, windows",
        "--in tap-v4-8flows --flush never | --flush | chain-timer",
        "--in tap-v4-8flows --seed 3 | --seed | no meaning with --in",
        "--workload nonesuch | --workload | request-response",
        "--workload bulk --flows 0 | --flows | '0'; allowed",
        "--in tap-v4-8flows --nonsense | --nonsense | Usage",
        "--guest LIGHT | --in | --workload"
      })
  void aWrongOptionIsNamed(String args, String option, String said) {
    assertThat(recommend(args)).startsWith("2\n").contains(option).contains(said);
  }

  @Test
  void tooManyIntervalsAreRefused() {
    StringBuilder intervals = new StringBuilder("0us");
    for (int i = 1; i <= 32; i++) {
      intervals.append(',').append(i).append("us");
    }
    assertThat(recommend("--workload bulk --intervals " + intervals))
        .startsWith("2\n")
        .contains("--intervals has 33 values; allowed: at most 32");
  }

  @Test
  void aFileThatIsNoCaptureIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("not.pcap"), "no capture");
    assertThat(recommend("--in " + file)).startsWith("1\n").contains("not.pcap", "byte");
    assertThat(recommend("--in " + folder.resolve("absent"))).startsWith("1\n").contains("absent");
    byte[] empty = new byte[24];
    System.arraycopy(
        new byte[] {(byte) 0xD4, (byte) 0xC3, (byte) 0xB2, (byte) 0xA1, 2, 0, 4}, 0, empty, 0, 7);
    empty[18] = 1;
    empty[20] = 1;
    Path none = Files.write(folder.resolve("none.pcap"), empty);
    assertThat(recommend("--in " + none)).startsWith("1\n").contains("none.pcap: no frames");
  }
}
