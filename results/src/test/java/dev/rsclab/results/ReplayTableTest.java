package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayTableTest {
  private static final String LINE =
      "bulk,IPV4,hardened,chain-timer,50000,1000,100,10.0,20000.5,19000,45000,49900,50000,19000,,1448000";

  @TempDir Path folder;

  private ReplayTable read(String... lines) throws IOException {
    Path file = folder.resolve("replay.csv");
    return ReplayTable.read(Files.writeString(file, String.join("\n", lines) + "\n"));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    ReplayRow row = ReplayRow.parse(LINE);
    assertThat(row.toCsv()).isEqualTo(LINE);
    ReplayTable table =
        new ReplayTable(List.of(row, ReplayRow.parse(LINE.replace("IPV4", "IPV6"))));
    Path file = folder.resolve("again.csv");
    table.write(file);
    assertThat(ReplayTable.read(file)).isEqualTo(table);
    assertThat(Files.readString(file)).startsWith(ReplayRow.HEADER + "\n" + LINE + "\n");
  }

  @Test
  void findsTheRowOfACondition() throws IOException {
    ReplayTable table =
        read(ReplayRow.HEADER, LINE.replace("hardened", "qemu").replace("10.0", "7.0"), LINE);
    Condition condition =
        new Condition(new TreeMap<>(Map.of("workload", "bulk", "family", "ipv4")));
    assertThat(table.policy()).contains("qemu");
    assertThat(table.find(condition, 50_000).orElseThrow().mergeFactor()).isEqualTo(7);
    Condition hardened =
        new Condition(
            new TreeMap<>(Map.of("workload", "bulk", "family", "ipv4", "policy", "hardened")));
    assertThat(table.find(hardened, "chain-timer", 50_000).orElseThrow().mergeFactor())
        .isEqualTo(10);
    assertThat(table.find(condition, 60_000)).isEmpty();
    assertThat(new ReplayTable(List.of()).policy()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50000 | 50us | line 3: interval_ns: '50us' is not a whole number",
        "20000.5 | much | line 3: delay_mean_ns: 'much' is not a number",
        "20000.5 | NaN | line 3: delay_mean_ns: NaN is not an amount",
        ",1000, | ,-1, | line 3: frames: -1 is negative",
        "bulk | ' ' | line 3: workload: ' ' is not a name",
        ",50000,1000 | ,1000 | line 3: 15 columns instead of 16",
        "bulk | bulk | line 3: a second line for",
      })
  void namesTheLineAndTheColumn(String from, String to, String message) {
    assertThatThrownBy(() -> read(ReplayRow.HEADER, LINE, LINE.replaceFirst(from, to)))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("replay.csv: " + message);
  }

  @Test
  void readsAFileFromBeforeDeliveredBytesWereKnown() throws IOException {
    ReplayTable table = read(ReplayRow.OLDER_HEADER, LINE.replace(",1448000", ""));
    assertThat(table.rows().getFirst().deliveredBytes()).isEqualTo(ReplayRow.UNKNOWN);
  }

  @Test
  void refusesAnotherHeader() {
    assertThatThrownBy(() -> read(LINE)).hasMessageStartingWith("replay.csv: line 1 is not");
    assertThatThrownBy(() -> ReplayTable.read(folder.resolve("none.csv")))
        .hasMessage("none.csv: cannot be read: there is no such file");
  }

  @Test
  void aNameThatWouldBreakTheLineIsRefused() {
    assertThatThrownBy(() -> ReplayRow.parse(LINE.replace("bulk", "a\"b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("workload");
  }
}
