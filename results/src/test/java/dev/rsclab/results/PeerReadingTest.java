package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer prints, and the file that keeps it. */
class PeerReadingTest {

  private static final String LINE =
      "{\"name\":\"gro\",\"version\":\"1\",\"packets\":900,\"deliveries\":30,\"payloadBytesIn\":9000,"
          + "\"payloadBytesOut\":9000,\"digestIn\":\"ab\",\"digestOut\":\"ab\",\"nanosPerPacket\":[20.5,21],"
          + "\"own\":{\"kept\":true}}";

  @TempDir Path folder;

  @Test
  void readsALine() throws ResultsException {
    PeerReading reading = PeerReading.parse("  " + LINE + "\n");
    assertThat(reading.name()).isEqualTo("gro");
    assertThat(reading.bound()).isFalse();
    assertThat(reading.mergeFactor()).isEqualTo(30);
    assertThat(reading.nanosPerPacket()).containsExactly(20.5, 21.0);
    assertThat(reading.keepsPayload()).isTrue();
    assertThat(reading.line()).isEqualTo(LINE);
    assertThat(PeerReading.parse(LINE.replace("{\"name\"", "{\"role\":\"bound\",\"name\"")).bound())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "\"payloadBytesOut\":9000, \"payloadBytesOut\":8999",
    "\"digestOut\":\"ab\", \"digestOut\":\"ac\""
  })
  void lostPayloadShows(String right, String wrong) throws ResultsException {
    assertThat(PeerReading.parse(LINE.replace(right, wrong)).keepsPayload()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"segmentation fault", "", "{", "[1]", "null", "\"text\"", "20.5"})
  void whatIsNoObjectIsRefused(String line) {
    assertThatThrownBy(() -> PeerReading.parse(line))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"name\":\"gro\" | \"name\":7 | field 'name' is '7'; allowed: a text",
        "\"version\":\"1\", | ~~ | no field 'version'",
        "\"packets\":900 | \"packets\":0 | 'packets' is '0'; allowed: a whole number, at least 1",
        "\"packets\":900 | \"packets\":9.5 | 'packets'",
        "\"packets\":900 | \"packets\":99999999999999999999 | 'packets'",
        "\"deliveries\":30 | \"deliveries\":-1 | 'deliveries'",
        "\"digestIn\":\"ab\" | \"digestIn\":\" \" | 'digestIn'",
        "[20.5,21] | [] | 'nanosPerPacket' is '[]'",
        "[20.5,21] | [20.5,0] | 'nanosPerPacket'",
        "[20.5,21] | [20.5,\"NaN\"] | positive numbers",
        "[20.5,21] | 20.5 | an array",
        "{\"name\" | {\"role\":\"king\",\"name\" | allowed: peer, bound"
      })
  void aWrongFieldIsNamed(String right, String wrong, String said) {
    assertThatThrownBy(() -> PeerReading.parse(LINE.replace(right, wrong)))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining(said);
  }

  @Test
  void theFileKeepsLinesAsTheyWerePrinted() throws Exception {
    Path file = folder.resolve(PeerResults.FILE);
    PeerResults peers =
        new PeerResults(
            List.of(
                new PeerResults.Cell(
                    "gro",
                    new TreeMap<>(Map.of("flows", "8")),
                    List.of(PeerReading.parse(LINE), PeerReading.parse(LINE)))),
            List.of(new PeerResults.Remark("absent", "no compiler")),
            List.of(new PeerResults.Remark("broken", "exit status 139")));
    peers.write(file);
    assertThat(PeerResults.read(file)).isEqualTo(peers);
    assertThat(folder.toFile().list()).containsExactly(PeerResults.FILE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "null",
        "{\"formatVersion\":2,\"cells\":[],\"leftOut\":[],\"failed\":[]}",
        "{\"formatVersion\":1,\"cells\":[{\"peer\":\"a\"}],\"leftOut\":[],\"failed\":[]}",
        "{\"formatVersion\":1,\"cells\":[{\"peer\":\"a\",\"params\":{},\"lines\":[\"x\"]}],\"leftOut\":[],\"failed\":[]}"
      })
  void aFileThatIsWrongIsRefused(String content) throws Exception {
    Path file = folder.resolve(PeerResults.FILE);
    Files.writeString(file, content);
    assertThatThrownBy(() -> PeerResults.read(file))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("peers.json: ");
  }
}
