package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shell script stands for git. */
class GitStateTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;

  private GitState ask(String script, Duration patience) throws IOException {
    Path git = folder.resolve("git");
    Files.writeString(git, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
    return GitState.of(folder, git.toString(), patience);
  }

  @Test
  void readsCommitAndChanges() throws IOException {
    String commit = "test $1 = status || { echo " + HASH + "; exit; }\n";
    assertThat(ask(commit, LONG)).isEqualTo(new GitState(HASH, false));
    assertThat(ask(commit + "echo ' M a'", LONG)).isEqualTo(new GitState(HASH, true));
    assertThat(ask(commit + "exit 1", LONG)).isEqualTo(new GitState(HASH, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?? results/runs/a/", "?? results/runs/a/\n?? \"results/runs/b \\303\\244/\""})
  void whatRunsWroteIsNoChange(String status) throws IOException {
    assertThat(ask(printing(status), LONG)).isEqualTo(new GitState(HASH, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?? results/runs/a/\n M results/runs/b-record/report.md",
        " M results/runs/b-record/report.md\n?? results/runs/a/",
        "A  results/runs/b-record/jmh.json",
        "?? results/runs/a/\n?? notes.txt",
        "?? results/runs.txt",
        "?? docs/results/runs/a",
      })
  void everythingElseIsAChange(String status) throws IOException {
    assertThat(ask(printing(status), LONG)).isEqualTo(new GitState(HASH, true));
  }

  private String printing(String status) throws IOException {
    Files.writeString(folder.resolve("status"), status + "\n");
    return "test $1 = status && exec cat status; echo " + HASH;
  }

  @Test
  void withoutGitNothingIsKnown() throws IOException {
    GitState unknown = new GitState("unknown", null);
    assertThat(GitState.of(folder, folder + "/none", LONG)).isEqualTo(unknown);
    assertThat(ask("exit 128", LONG)).isEqualTo(unknown);
    assertThat(ask("echo no hash", LONG).commit()).isEqualTo("unknown");
  }

  @Test
  @Timeout(10)
  void doesNotWaitForACommandThatHangs() throws IOException {
    GitState unknown = new GitState("unknown", null);
    Duration little = Duration.ofMillis(200);
    assertThat(ask("exec sleep 30", little)).isEqualTo(unknown);
    // The child of the script is not killed with it and holds its output open.
    assertThat(ask("sleep 12", little)).isEqualTo(unknown);
  }

  @Test
  @Timeout(10)
  void readsMoreThanAPipeHolds() throws IOException {
    String commit = "test $1 = status || { echo " + HASH + "; exit; }\n";
    String much =
        "i=0; while [ $i -lt 4000 ]; do echo \" M a/rather/long/path/$i\"; i=$((i+1)); done";
    assertThat(ask(commit + much, LONG)).isEqualTo(new GitState(HASH, true));
  }
}
