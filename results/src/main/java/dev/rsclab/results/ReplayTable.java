package dev.rsclab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code replay.csv} of a run: UTF-8, a header line, then one {@link ReplayRow} a line.
 *
 * @param rows the rows in the order of the file
 */
public record ReplayTable(List<ReplayRow> rows) {
  /** The policy of the reference, and of every benchmark that does not name another. */
  public static final String REFERENCE = "qemu";

  /** The flush strategy of the reference, which the interval study is about. */
  public static final String CHAIN_TIMER = "chain-timer";

  private static final List<String> HEADERS = List.of(ReplayRow.HEADER, ReplayRow.OLDER_HEADER);

  private record Key(
      String workload, String family, String policy, String flush, long intervalNanos) {}

  /** Copies the list. */
  public ReplayTable {
    rows = List.copyOf(rows);
  }

  /**
   * Reads the file.
   *
   * @throws ResultsException if it is missing, has another header, a malformed line, or two lines
   *     for the same workload, family, policy, flush strategy and interval
   */
  public static ReplayTable read(Path file) throws ResultsException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    }
    if (lines.isEmpty() || !HEADERS.contains(lines.getFirst())) {
      throw new ResultsException(file, "line 1 is not " + ReplayRow.HEADER);
    }
    List<ReplayRow> rows = new ArrayList<>();
    Set<Key> seen = new HashSet<>();
    for (int i = 1; i < lines.size(); i++) {
      String where = "line " + (i + 1) + ": ";
      try {
        ReplayRow row = ReplayRow.parse(lines.get(i), lines.getFirst());
        if (!seen.add(key(row))) {
          throw new IllegalArgumentException("a second line for " + key(row));
        }
        rows.add(row);
      } catch (IllegalArgumentException e) {
        throw new ResultsException(file, where + e.getMessage(), e);
      }
    }
    return new ReplayTable(rows);
  }

  /**
   * Writes the file, replacing an older one.
   *
   * @throws IOException if the file system refuses
   */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(ReplayRow.HEADER).append('\n');
    rows.forEach(row -> text.append(row.toCsv()).append('\n'));
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /**
   * The policy that reports speak of where a benchmark has no such parameter: {@code qemu} if it
   * was replayed, else the first of the file; nothing if the table is empty.
   */
  public Optional<String> policy() {
    List<String> policies = rows.stream().map(ReplayRow::policy).distinct().toList();
    return policies.contains(REFERENCE) ? Optional.of(REFERENCE) : policies.stream().findFirst();
  }

  /**
   * The rows of a workload under the {@linkplain #policy reported policy}, with the reference's
   * timer.
   */
  public List<ReplayRow> of(String workload) {
    String policy = policy().orElse("");
    return rows.stream()
        .filter(row -> row.workload().equals(workload) && row.policy().equals(policy))
        .filter(row -> row.flush().equals(CHAIN_TIMER))
        .toList();
  }

  /** The row that belongs to a condition and an interval in ns, if it was replayed. */
  public Optional<ReplayRow> find(Condition condition, long intervalNanos) {
    return of(condition.workload()).stream()
        .filter(row -> Condition.familyName(row.family()).equals(condition.family()))
        .filter(row -> row.intervalNanos() == intervalNanos)
        .findFirst();
  }

  /**
   * The row that belongs to a condition, a flush strategy and an interval in ns, under the
   * condition's policy or else the {@linkplain #policy reported} one, if it was replayed.
   */
  public Optional<ReplayRow> find(Condition condition, String flush, long intervalNanos) {
    String own = condition.get(Condition.POLICY);
    String policy = own.isEmpty() ? policy().orElse("") : own;
    return rows.stream()
        .filter(row -> row.workload().equals(condition.workload()) && row.policy().equals(policy))
        .filter(row -> Condition.familyName(row.family()).equals(condition.family()))
        .filter(row -> row.flush().equals(flush) && row.intervalNanos() == intervalNanos)
        .findFirst();
  }

  private static Key key(ReplayRow row) {
    return new Key(row.workload(), row.family(), row.policy(), row.flush(), row.intervalNanos());
  }
}
