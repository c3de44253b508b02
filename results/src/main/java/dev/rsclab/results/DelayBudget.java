package dev.rsclab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What delay one is willing to pay: the 99th percentile of the delay that coalescing adds to a
 * packet must be at most so long. An interval of which no replay tells the delay is not known to
 * meet it, and does not.
 *
 * <p>The budget of a run's report lies in the run's folder, as {@value #FILE}, so that a later
 * report says the same.
 *
 * @param nanos the longest p99 delay allowed, in ns
 * @param replay what tells the delay of each workload, family and interval
 */
public record DelayBudget(long nanos, Optional<ReplayTable> replay) {
  static final String FILE = "delay-budget.txt";

  /**
   * Writes the budget of a run's reports; without one, removes it.
   *
   * @param nanos the longest p99 delay allowed, in ns
   * @throws IOException if the file system refuses
   */
  public static void store(Path runFolder, OptionalLong nanos) throws IOException {
    Path file = runFolder.resolve(FILE);
    if (nanos.isPresent()) {
      Files.writeString(file, Nanos.micros(nanos.getAsLong()) + "us\n", StandardCharsets.UTF_8);
    } else {
      Files.deleteIfExists(file);
    }
  }

  /**
   * The budget of a run's reports, if it has one.
   *
   * @throws ResultsException if the file cannot be read or holds no time
   */
  static Optional<DelayBudget> read(Path runFolder, Optional<ReplayTable> replay)
      throws ResultsException {
    Path file = runFolder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return Optional.of(new DelayBudget(Nanos.parse(text), replay));
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw new ResultsException(file, e.getMessage(), e);
    }
  }

  /** The intervals of a study that meet the budget, with all their kinds. */
  public IntervalStudy within(IntervalStudy study) {
    return study.at(interval ->
        replay
            .flatMap(table -> table.find(study.condition(), interval))
            .filter(row -> row.delayP99Nanos() <= nanos)
            .isPresent());
  }

  /** For the middle of a sentence: {@code "p99 delay of at most 200 us"}. */
  public String inWords() {
    return "p99 delay of at most " + Nanos.format(nanos);
  }
}
