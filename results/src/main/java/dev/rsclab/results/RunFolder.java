package dev.rsclab.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * The folder of one run, {@code <date>-<label>} below the folder of all runs; a number follows if
 * there was one today.
 */
public final class RunFolder {

  private RunFolder() {}

  /**
   * Makes the folder.
   *
   * @param runs the folder of all runs, made if there is none
   * @param label the user's name for the run, or the profile's
   * @throws IOException if the file system refuses
   */
  public static Path create(Path runs, LocalDate date, String label) throws IOException {
    Files.createDirectories(runs);
    String name = date + "-" + label;
    for (int number = 1; ; number++) {
      Path folder = runs.resolve(number == 1 ? name : name + "-" + number);
      if (!Files.exists(folder)) {
        return Files.createDirectory(folder);
      }
    }
  }
}
