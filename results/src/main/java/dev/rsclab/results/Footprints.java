package dev.rsclab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much memory the flow tables take, from a file with the columns {@code kind,flows,table_bytes}
 * that the tests of the engine write: bytes counted object by object, not measured.
 *
 * @param rows in the order of the file
 */
public record Footprints(List<Footprint> rows) {
  private static final String HEADER = "kind,flows,table_bytes";

  /**
   * One table.
   *
   * @param kind the kind
   * @param flows how many flows it holds
   * @param tableBytes bytes of the table and all objects that are its own
   */
  public record Footprint(String kind, int flows, long tableBytes) {}

  /** Copies the list. */
  public Footprints {
    rows = List.copyOf(rows);
  }

  /**
   * Reads the file.
   *
   * @throws ResultsException if it is missing, or a line is not of this form, naming the line
   */
  public static Footprints read(Path file) throws ResultsException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    }
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new ResultsException(file, "line 1 is not " + HEADER);
    }
    List<Footprint> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(",", -1);
      if (fields.length != 3
          || !fields[1].matches("[1-9]\\d{0,8}")
          || !fields[2].matches("\\d{1,15}")) {
        throw new ResultsException(
            file, "line " + (i + 1) + " is not a kind and two numbers: " + lines.get(i));
      }
      rows.add(new Footprint(fields[0], Integer.parseInt(fields[1]), Long.parseLong(fields[2])));
    }
    return new Footprints(rows);
  }

  /**
   * The tables with the most flows of each kind: bytes in all, for each flow, and the smallest data
   * cache of a machine that would hold them.
   */
  public TextTable table(Environment machine) {
    TextTable table = TextTable.of("kind", "flows", "KiB", "bytes a flow", "smallest cache for it");
    int most = rows.stream().mapToInt(Footprint::flows).max().orElse(0);
    for (Footprint it : rows) {
      if (it.flows == most) {
        table.row(
            it.kind,
            it.flows,
            it.tableBytes >> 10,
            Math.round(it.tableBytes / (double) it.flows),
            smallestCache(machine, it.tableBytes));
      }
    }
    return table;
  }

  private static String smallestCache(Environment machine, long bytes) {
    return machine.caches().stream()
        .filter(cache -> !cache.type().equals("Instruction") && cache.bytes() >= bytes)
        .min(Comparator.comparingInt(Environment.CpuCache::level))
        .map(cache -> "L%d (%d KiB)".formatted(cache.level(), cache.bytes() >> 10))
        .orElse("none known");
  }
}
