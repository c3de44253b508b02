package dev.rsclab.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of runs that have been made.
 *
 * @param runs the folder that they lie in, for instance {@code results/runs}
 */
public record RecordedRuns(Path runs) {

  /** The committed run that the notebooks are about, in {@code results/runs}. */
  public static final String BASELINE = "2026-11-26-record";

  /** One of them is in each run's folder. */
  private static final List<String> RESULTS = List.of("jmh.json", "live.csv");

  /**
   * Finds a run.
   *
   * @param run a folder, or the name of one in {@link #runs}
   * @return its folder
   * @throws ResultsException if there is none, naming those there are
   */
  public Path find(String run) throws ResultsException {
    try {
      for (Path folder : List.of(Path.of(run), runs.resolve(run))) {
        if (!run.isBlank() && Files.isDirectory(folder)) {
          return folder;
        }
      }
    } catch (InvalidPathException e) {
      throw new ResultsException("run '" + run + "': not a path", e);
    }
    List<String> names = names();
    throw new ResultsException(
        "run '%s': no such folder, and none of that name in %s; %s"
            .formatted(
                run,
                runs,
                names.isEmpty() ? "no run lies there" : "there are: " + String.join(", ", names)));
  }

  /** Names of the folders that hold results, sorted; empty if there are none. */
  List<String> names() {
    try (Stream<Path> folders = Files.list(runs)) {
      return folders
          .filter(folder -> RESULTS.stream().anyMatch(file -> Files.exists(folder.resolve(file))))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
