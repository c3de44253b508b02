package dev.rsclab.results.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldedStacksTest {
  @TempDir Path folder;

  private static FoldedStacks stacks(String... lines) throws ResultsException {
    return FoldedStacks.parse("stacks", List.of(lines));
  }

  @Test
  void readsWhatIsCompressed() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "a/B.run;memcpy 3\n\na/B.run 1\n");
    Path compressed = folder.resolve("plain.gz");
    FoldedStacks.compress(plain, compressed);
    FoldedStacks read = FoldedStacks.read(compressed);
    assertThat(read.samples())
        .containsEntry(List.of("a.B.run", "memcpy"), 3L)
        .containsEntry(List.of("a.B.run"), 1L);
    assertThat(read.total()).isEqualTo(4);
    assertThat(read.selfShares()).containsEntry("memcpy", 0.75).containsEntry("a.B.run", 0.25);
    assertThat(read.hotMethods())
        .containsExactly(new HotMethod("memcpy", 0.75, 0.75), new HotMethod("a.B.run", 0.25, 1));
  }

  /** A run that was stopped while it compressed. */
  @Test
  void refusesAFileThatEndsTooEarly() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "a;b 3\n".repeat(1000));
    Path file = folder.resolve("stacks.gz");
    FoldedStacks.compress(plain, file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 30));
    assertThatThrownBy(() -> FoldedStacks.read(file))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("stacks.gz: cannot be read: ");
  }

  @Test
  void leavesOutWhatIsAroundTheMeasuredMethod() throws ResultsException {
    FoldedStacks all =
        stacks("run;x.B.setUp 5", "run;x.B.offer;y.T.find 2", "x.B.offer;y.T.find 1");
    assertThat(all.from("x.B.offer").samples())
        .containsExactly(Map.entry(List.of("x.B.offer", "y.T.find"), 3L));
    assertThat(all.from("x.B.absent").total()).isZero();
  }

  @Test
  void saysWhichLineIsWrong() {
    for (String wrong : List.of("a;b", "a;b many", " 3")) {
      assertThatThrownBy(() -> stacks("a 1", wrong))
          .isInstanceOf(ResultsException.class)
          .hasMessageContaining("stacks, line 2: not a folded stack");
    }
  }

  @Test
  void namesFramesWithoutTheirPackage() {
    assertThat(FoldedStacks.shortName("dev.rsclab.coalesce.HeldSegments.append"))
        .isEqualTo("HeldSegments.append");
    assertThat(FoldedStacks.shortName("a.B$C.<init>")).isEqualTo("B$C.<init>");
    assertThat(FoldedStacks.shortName("java.util.HashMap$Node")).isEqualTo("util.HashMap$Node");
    assertThat(FoldedStacks.shortName("__memmove_avx512")).isEqualTo("__memmove_avx512");
    assertThat(FoldedStacks.shortName("G1::copy(a, b.c)")).isEqualTo("G1::copy(a, b.c)");
  }
}
