package dev.rsclab.results.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileResultsTest {
  @TempDir Path run;

  @Test
  void readsWhatItWrote() throws IOException {
    assertThat(ProfileResults.read(run)).isEqualTo(ProfileResults.NONE);
    ProfileResults written =
        new ProfileResults(
            "FlowScalingBenchmark.offer",
            List.of("jfr saw little"),
            List.of(Profile.of("gc", new TreeMap<>(), 12.5)));
    written.write(run);
    assertThat(ProfileResults.read(run)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{\"formatVersion\":1,\"benchmark\":\"b\",\"remarks\":[],\"profiles\":[null]}",
        "{\"formatVersion\":1,\"benchmark\":\"b\",\"remarks\":[null],\"profiles\":[]}",
        "{\"formatVersion\":1,\"benchmark\":\"b\",\"remarks\":[],\"profiles\":[{\"params\":{}}]}",
        "{\"formatVersion\":1,\"benchmark\":\"b\",\"remarks\":[],\"profiles\":[{\"profiler\":\"gc\"}]}",
        "{\"formatVersion\":2,\"benchmark\":\"b\",\"remarks\":[],\"profiles\":[]}",
      })
  void namesAFileThatIsNoneOfItsOwn(String text) throws IOException {
    Path folder = Files.createDirectories(run.resolve(ProfileResults.FOLDER));
    Files.writeString(folder.resolve(ProfileResults.FILE), text);
    assertThatThrownBy(() -> ProfileResults.read(run))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(ProfileResults.FILE + ": not the profiles of a run");
  }
}
