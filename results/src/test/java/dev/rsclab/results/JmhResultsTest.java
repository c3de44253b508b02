package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JmhResultsTest {
  @TempDir Path folder;

  private List<Measurement> read(String json) throws IOException {
    return JmhResults.read(Files.writeString(folder.resolve("jmh.json"), json));
  }

  private static String entry(String mode, String unit, String rawData) {
    return JmhEntry.of("a.b.C.m", mode, unit, Map.of("kind", "X"), rawData, 8);
  }

  @Test
  void averagesTheIterationsOfEachFork() throws IOException {
    Measurement one = read("[" + entry("avgt", "ns/op", "[[1,3],[5,7,9]]") + "]").getFirst();
    assertThat(one.benchmark()).isEqualTo("C.m");
    assertThat(one.params()).containsExactly(Map.entry("kind", "X"));
    assertThat(one.forks()).containsExactly(List.of(1.0, 3.0), List.of(5.0, 7.0, 9.0));
    assertThat(one.forkMeans()).containsExactly(2, 7);
    assertThat(one.bytesPerOp()).isEqualTo(8);
  }

  @Test
  void roundsBecomeForks() throws IOException {
    String first = entry("avgt", "ns/op", "[[1],[2]]");
    String other = first.replace("\"X\"", "\"Y\"");
    String second = entry("avgt", "us/op", "[[0.003]]").replace("\"score\":8.0", "\"score\":2.0");
    List<Measurement> all = read("[" + first + "," + other + "," + second + "]");
    assertThat(all).hasSize(2);
    assertThat(all.getFirst().forkMeans()).containsExactly(1, 2, 3);
    assertThat(all.getFirst().bytesPerOp()).isEqualTo(6);
  }

  @Test
  void aBenchmarkMayHaveNoParameters() throws IOException {
    String none = entry("avgt", "ns/op", "[[1]]").replaceFirst("\"params\":\\{[^}]*},", "");
    assertThat(none).doesNotContain("params");
    assertThat(read("[" + none + "]").getFirst().params()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "thrpt, ops/s, 2, ops/s",
    "thrpt, ops/ms, 2000, ops/s",
    "thrpt, ops/min, 0.03333333333333333, ops/s",
    "avgt, ns/op, 2, ns/op",
    "avgt, ms/op, 2e6, ns/op"
  })
  void bringsUnitsToOne(String mode, String unit, double value, String expected)
      throws IOException {
    Measurement one = read("[" + entry(mode, unit, "[[2]]") + "]").getFirst();
    assertThat(one.unit()).isEqualTo(expected);
    assertThat(one.forkMeans()).containsExactly(value);
  }

  @Test
  void readsTheAllocationOfOlderFilesAndMissingNumbers() throws IOException {
    String dotted = entry("avgt", "ns/op", "[[2]]").replace("\"gc.alloc", "\"\u00b7gc.alloc");
    assertThat(read("[" + dotted + "]").getFirst().bytesPerOp()).isEqualTo(8);
    String missing = entry("avgt", "ns/op", "[[2]]").replace("\"score\":8.0", "\"score\":\"NaN\"");
    assertThat(read("[" + missing + "]").getFirst().bytesPerOp()).isNaN();
    String none = entry("avgt", "ns/op", "[[2]]").replace("gc.alloc", "gc.other");
    assertThat(read("[" + none + "]").getFirst().bytesPerOp()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | not JSON",
        "{} | not a JSON array",
        "[] | empty: no benchmark finished",
        "[ | not JSON",
        "[3] | entry 0: not a JMH result: no 'benchmark'",
        "[{\"benchmark\":\"a.B.c\"}] | a.B.c: not a JMH result: no 'mode'",
        "[{\"benchmark\":\"a.B.c\",\"mode\":\"avgt\"}] | a.B.c: no primaryMetric",
      })
  void saysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("jmh.json: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sample | us/op | [[1]] | mode 'sample' is not supported",
        "ss | us/op | [[1]] | mode 'ss' is not supported",
        "avgt | ops/s | [[1]] | unit 'ops/s' does not belong to mode avgt",
        "thrpt | ops/h | [[1]] | unknown unit 'ops/h'",
        "avgt | ns/op | [] | no rawData",
        "avgt | ns/op | {} | no rawData",
        "avgt | ns/op | [[1],[]] | rawData[1] holds no iteration",
        "avgt | ns/op | [[1,\"NaN\"]] | rawData[0][1] is \"NaN\"",
        "avgt | ns/op | [[1],[0]] | rawData[1][0] is 0",
        "avgt | ns/op | [[-4]] | rawData[0][0] is -4",
      })
  void saysWhichReadingIsWrong(String mode, String unit, String rawData, String message) {
    assertThatThrownBy(() -> read("[" + entry(mode, unit, rawData) + "]"))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("a.b.C.m: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesTwoModesOfOneBenchmark() {
    String both = entry("avgt", "ns/op", "[[1]]") + "," + entry("thrpt", "ops/s", "[[1]]");
    assertThatThrownBy(() -> read("[" + both + "]")).hasMessageContaining("modes avgt and thrpt");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> JmhResults.read(folder.resolve("none.json")))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("none.json: cannot be read");
  }
}
