package dev.rsclab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The commit of a working tree.
 *
 * @param commit its hash, or "unknown" where there is no git
 * @param dirty whether the tree differs from it, or null
 */
record GitState(String commit, Boolean dirty) {
  private static final int TIMEOUT_SECONDS = 20;

  static GitState of(Path directory) {
    Optional<String> commit = git(directory, "rev-parse", "HEAD");
    Optional<String> changes = git(directory, "status", "--porcelain");
    return new GitState(
        commit.filter(hash -> hash.matches("[0-9a-f]{40,64}")).orElse(Environment.UNKNOWN),
        commit.isEmpty() ? null : changes.map(text -> !text.isEmpty()).orElse(null));
  }

  /** What git prints, without surrounding white space; nothing if it fails or does not exist. */
  private static Optional<String> git(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process = null;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0
          ? Optional.of(new String(output, StandardCharsets.UTF_8).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
