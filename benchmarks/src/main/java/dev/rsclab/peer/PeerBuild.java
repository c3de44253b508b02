package dev.rsclab.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds a peer of the project's with its Makefile. */
final class PeerBuild {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  private PeerBuild() {}

  /**
   * Makes what lies in a folder.
   *
   * @return why that is not possible here; nothing if it was made
   */
  static Optional<String> make(Path folder) {
    Execution made = Execution.of(List.of("make", "--silent", "-C", folder.toString()), LONGEST);
    return switch (made) {
      case Execution.NotStarted it -> Optional.of("it cannot be built: " + it.reason());
      case Execution.TimedOut _ -> Optional.of("building it did not end within " + LONGEST);
      case Execution.Ended it when it.status() == 0 -> Optional.empty();
      case Execution.Ended it -> Optional.of("it cannot be built: " + firstOwnLine(it.errors()));
    };
  }

  /** What the compiler or the Makefile said first; make's own lines come after it. */
  private static String firstOwnLine(String errors) {
    return errors
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("make"))
        .findFirst()
        .orElseGet(() -> errors.lines().findFirst().orElse("make failed"));
  }
}
