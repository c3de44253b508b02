package dev.rsclab.results.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveResultsTest {
  private static final String LINE = MadeUpLive.BULK_LINE;

  @TempDir Path run;

  private LiveResults read(String... lines) throws IOException {
    Files.writeString(run.resolve("live.csv"), String.join("\n", lines) + "\n");
    return LiveResults.read(run);
  }

  @Test
  void readsALine() throws IOException {
    LiveResults results = read(LiveLine.HEADER, LINE);
    LiveReading it = results.readings().getFirst();
    assertThat(it.workload().inWords()).isEqualTo("bulk, 1 flow, IPv4");
    assertThat(it.device().inWords()).isEqualTo("open addressing, hardened, chain-timer, 50 us");
    assertThat(it.segmentsPerDelivery()).isEqualTo(15);
    assertThat(it.cpuSecondsPerGigabyte()).isEqualTo(4);
    assertThat(it.predicted().delayP99()).isEqualTo(50_000);
    assertThat(it.hasResponses()).isFalse();
    assertThat(it.fromPlain().segmentsPerDelivery()).isNaN();
  }

  @Test
  void whatOlderFilesDoNotHaveIsNotKnown() throws IOException {
    assertThat(MadeUpLive.older(LiveLine.HEADER)).isEqualTo(LiveLine.OLDER_HEADER);
    LiveReading older = read(LiveLine.OLDER_HEADER, MadeUpLive.older(LINE)).readings().getFirst();
    LiveReading newer = read(LiveLine.HEADER, LINE).readings().getFirst();
    assertThat(older.counts()).isEqualTo(newer.counts());
    assertThat(older.parties().receiving()).isNaN();
    assertThat(older.gaps().p50()).isNaN();
    assertThat(newer.parties().receiving()).isEqualTo(180_000_000);
    assertThat(newer.parties().sending()).isEqualTo(160_000_000);
    assertThat(newer.parties().forwarding()).isEqualTo(265_000_000);
    assertThat(newer.gaps().p99()).isEqualTo(9000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50000,50 | 50us,50 | line 3: interval_ns: '50us' is not a whole number",
        "1,bulk | 0,bulk | line 3: round: '0' is out of range",
        "IPV4,1 | IPV4,4294967296 | line 3: flows: '4294967296' is out of range",
        "bulk | b<b> | line 3: workload: 'b<b>' is not a name",
        "hardened | '' | line 3: policy: '' is not a name",
        ",500000000,2 | ,0,2 | line 3: duration_ns: '0' is out of range",
        "3600000000 | fast | line 3: goodput_bits_per_second: 'fast' is not a number from 0 on",
        "0.0100 | -1 | line 3: other_load_share: '-1' is not a number from 0 on",
        "0.0100 | 1.5 | line 3: other_load_share: '1.5' is no share from 0 to 1",
        "15.0000 | NaN | line 3: predicted_segments_per_delivery: 'NaN' is not a number",
        ",19223 | '' | line 3: 32 columns instead of 33",
        "bulk | bulk | line 3: a second line for round 1, bulk, 1 flow, IPv4, open addressing",
      })
  void namesTheFileTheLineAndTheColumn(String from, String to, String message) {
    assertThatThrownBy(() -> read(LiveLine.HEADER, LINE, LINE.replaceFirst(from, to)))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("live.csv: " + message);
  }

  @Test
  void refusesWhatIsNoRun() throws IOException {
    assertThatThrownBy(() -> LiveResults.read(run))
        .hasMessage("live.csv: cannot be read: there is no such file");
    assertThatThrownBy(() -> read(LINE)).hasMessageStartingWith("live.csv: line 1 is not round,");
    assertThatThrownBy(() -> read(LiveLine.HEADER))
        .hasMessage("live.csv: no repetition was measured");
    Files.write(
        run.resolve("live-predictions.csv"), List.of(LiveLine.PREDICTIONS_HEADER, "1,bulk"));
    assertThatThrownBy(() -> read(LiveLine.HEADER, LINE))
        .hasMessage("live-predictions.csv: line 2: 2 columns instead of 11");
  }

  @Test
  void aSpreadIsTheMedianAndTheRange() {
    assertThat(Spread.of(DoubleStream.of(4, Double.NaN, 1, 3)).orElseThrow())
        .isEqualTo(new Spread(3, 1, 4, 3));
    assertThat(Spread.of(DoubleStream.of(4, 1)).orElseThrow().inWords("x"))
        .isEqualTo("2.50x (1.00 to 4.00)");
    assertThat(Spread.of(DoubleStream.of(Double.NaN))).isEmpty();
  }

  @Test
  void ordersLinesByUseAndStrategy() throws IOException {
    MadeUpLive.everything(1).write(run);
    assertThat(LiveResults.read(run).series())
        .extracting(LiveDevice.Series::inWords)
        .containsExactly(
            "open addressing, hardened, chain-timer",
            "open addressing, hardened, push",
            "linked list, hardened, chain-timer");
  }
}
