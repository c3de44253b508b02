package dev.rsclab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The commit of a working tree.
 *
 * @param commit its hash, or "unknown" where there is no git
 * @param dirty whether the tree differs from it, or null; what runs wrote, this one or earlier
 *     ones, is no difference as long as it is untracked
 */
record GitState(String commit, Boolean dirty) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** An untracked file or folder of a run, as {@code git status --porcelain} writes it. */
  private static final Pattern OUTPUT_OF_A_RUN = Pattern.compile("\\?\\? \"?results/runs/.*");

  static GitState of(Path directory) {
    return of(directory, "git", PATIENCE);
  }

  /** As {@link #of(Path)}, with another program in git's place, for tests. */
  static GitState of(Path directory, String git, Duration patience) {
    Optional<String> commit = run(directory, patience, git, "rev-parse", "HEAD");
    Optional<String> changes =
        commit.isEmpty()
            ? Optional.empty()
            : run(directory, patience, git, "status", "--porcelain");
    return new GitState(
        commit.filter(hash -> hash.matches("[0-9a-f]{40,64}")).orElse(Environment.UNKNOWN),
        commit.isEmpty() ? null : changes.map(GitState::anyCounts).orElse(null));
  }

  private static boolean anyCounts(String changes) {
    return !changes.lines().allMatch(OUTPUT_OF_A_RUN.asMatchPredicate());
  }

  /**
   * What a command prints, without surrounding white space; nothing if it fails, does not exist or
   * takes too long. Its output is read by a thread of its own: reading ends only when the command
   * and all that it started do, which may be never.
   */
  private static Optional<String> run(Path directory, Duration patience, String... command) {
    long deadline = System.nanoTime() + patience.toNanos();
    Process process = null;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      FutureTask<byte[]> reading = new FutureTask<>(process.getInputStream()::readAllBytes);
      Thread.ofPlatform().daemon().start(reading);
      byte[] output = reading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      boolean ended = process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      return ended && process.exitValue() == 0
          ? Optional.of(new String(output, StandardCharsets.UTF_8).strip())
          : Optional.empty();
    } catch (IOException | ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
