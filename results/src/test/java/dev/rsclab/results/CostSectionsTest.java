package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What policies cost, what very many flows cost, and the places of the kinds. */
class CostSectionsTest {

  @TempDir private Path folder;

  private final MadeUpRun made = new MadeUpRun().noise(0.005);

  private void policy(String policy, int payload, String refill, double nanos) {
    made.addTime(
        PolicySection.BENCHMARK,
        Map.of(
            "policy",
            policy,
            "payloadBytes",
            Integer.toString(payload),
            "refill",
            refill,
            "kind",
            "OPEN_ADDRESSING",
            "flows",
            "64"),
        nanos);
  }

  private void kind(String kind, int flows, double nanos) {
    kind(kind, flows, "1", nanos);
  }

  private void kind(String kind, int flows, String batch, double nanos) {
    made.addTime(
        LargeScaleSection.BENCHMARK,
        Map.of("kind", kind, "flows", Integer.toString(flows), "drain", "ALL_HELD", "batch", batch),
        nanos);
  }

  private Run run() throws IOException {
    return Run.read(made.write(folder));
  }

  private static List<List<String>> rows(List<Block> blocks, int table) {
    return blocks.stream()
        .filter(Block.Table.class::isInstance)
        .map(Block.Table.class::cast)
        .toList()
        .get(table)
        .rows();
  }

  @Test
  void aPolicyIsHeldToItsGoal() throws IOException {
    policy("qemu", 64, "HEADERS", 40);
    policy("hardened", 64, "HEADERS", 42);
    policy("windows", 64, "HEADERS", 60);
    policy("qemu+verify-checksums", 64, "HEADERS", 80);
    policy("qemu", 1448, "HEADERS", 100);
    policy("hardened", 1448, "HEADERS", 130);
    policy("qemu", 1448, "FRAMES", 100);
    policy("qemu+verify-checksums", 1448, "FRAMES", 172.4);
    policy("hardened", 1448, "FRAMES", 190);
    List<List<String>> rows = rows(new PolicySection(run()).blocks(), 0);
    assertThat(rows)
        .extracting(row -> row.get(1) + " " + row.getLast())
        .containsExactlyInAnyOrder(
            "hardened met",
            "windows -",
            "qemu+verify-checksums -",
            "hardened not met",
            "qemu+verify-checksums met",
            "hardened -");
    assertThat(rows)
        .extracting(row -> row.get(5))
        .filteredOn(text -> !text.equals("-"))
        .singleElement()
        .asString()
        .startsWith("0.05")
        .contains(" to ");
  }

  @Test
  void aKindIsOnlyBehindThoseThatAreShownToBeFaster() throws IOException {
    kind("LINKED_LIST", 65_536, 100);
    kind("HASH_MAP", 65_536, 60.1);
    kind("OPEN_ADDRESSING", 65_536, 60);
    kind("OPEN_ADDRESSING", 1_048_576, 90);
    kind("HASH_MAP", 1_048_576, 60);
    List<Block> blocks = new LargeScaleSection(run()).blocks();
    assertThat(rows(blocks, 0)).hasSize(3);
    List<List<String>> places = rows(blocks, 1);
    assertThat(places)
        .extracting(List::getFirst)
        .containsExactly("LINKED_LIST", "HASH_MAP", "OPEN_ADDRESSING");
    assertThat(places.get(0)).containsExactly("LINKED_LIST", "3", "-");
    assertThat(places.get(1).get(1)).endsWith("(1 to 2)");
    assertThat(places.get(1).get(2)).isEqualTo("1");
    assertThat(places.get(2).get(1)).endsWith("(1 to 2)");
    assertThat(places.get(2).get(2)).isEqualTo("2");
  }

  @Test
  void manyFlowsAreHeldToTheirGoals() throws IOException {
    kind("OPEN_ADDRESSING", 64, 50);
    kind("OPEN_ADDRESSING", 65_536, 80);
    kind("OPEN_ADDRESSING", 65_536, "32", 60);
    kind("OPEN_ADDRESSING", 1_048_576, 240);
    kind("OPEN_ADDRESSING", 1_048_576, "32", 192);
    List<Block> blocks = new LargeScaleSection(run()).blocks();
    assertThat(((Block.Table) blocks.getLast()).rows())
        .extracting(row -> row.get(2) + ": " + row.getLast())
        .containsExactlyInAnyOrder(
            "flows 64: 2.0x met",
            "batch 1: 0.8x met",
            "flows 64: 4.0x not met",
            "batch 1: 0.8x open");
  }

  @Test
  void aRunWithoutThemHasNoSuchSections() throws IOException {
    made.addTime("BaselineBenchmark.walkTrace", Map.of("payloadBytes", "64"), 3);
    assertThat(new PolicySection(run()).blocks()).isEmpty();
    assertThat(new LargeScaleSection(run()).blocks()).isEmpty();
  }
}
