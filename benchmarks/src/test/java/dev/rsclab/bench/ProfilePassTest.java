package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.peer.PeerOption;
import dev.rsclab.profile.ProfilerName;
import dev.rsclab.results.profiles.FoldedStacks;
import dev.rsclab.results.profiles.ProfileResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The forks after the measured ones. */
@ExtendWith(JmhLockIgnored.class)
class ProfilePassTest {

  @TempDir Path folder;

  private static Settings settings(Profile profile, String words, List<ProfilerName> profilers)
      throws CommandLineOptionException {
    CommandLineOptions cli = new CommandLineOptions(words.split(" ", -1));
    return new Settings(
        profile,
        cli,
        cli,
        List.of(words.split(" ", -1)),
        new LinkedHashMap<>(),
        "",
        Limits.NONE,
        PeerOption.NONE,
        profilers);
  }

  @Test
  void everyKindIsProfiledWithFewFlowsAndWithMany() throws CommandLineOptionException {
    for (Profile profile : Profile.values()) {
      Settings settings = settings(profile, "-p family=IPV4", List.of());
      assertThat(settings.profiledCells())
          .isNotEmpty()
          .doesNotHaveDuplicates()
          .allMatch(cell -> cell.benchmark() == FlowScalingBenchmark.class);
    }
    assertThat(settings(Profile.SMOKE, "-p flows=7,8 -p kind=HASH_MAP", List.of()).profiledCells())
        .extracting(cell -> cell.params().get("flows"))
        .containsExactly("7", "8");
  }

  @Test
  void nobodyIsProfiledUnasked() throws CommandLineOptionException {
    ProfilePass pass = new ProfilePass(settings(Profile.SMOKE, "-p family=IPV4", List.of()));
    assertThat(pass.forks()).isZero();
    assertThat(pass.estimate()).isEqualTo(Duration.ZERO);
    assertThat(pass.announcement()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void eachProfilerHasAForkAndLeavesItsFiles() throws CommandLineOptionException, IOException {
    List<ProfilerName> profilers =
        List.of(ProfilerName.GC, ProfilerName.JFR, ProfilerName.ASYNC, ProfilerName.INLINING);
    Settings settings =
        settings(
            Profile.SMOKE,
            // Both compilers, which this JVM and by itself its forks do without: one logs what it
            // inlines.
            "FlowScaling -p kind=HASH_MAP -p flows=8 -wi 0 -r 200ms -jvmArgsAppend -XX:TieredStopAtLevel=4",
            profilers);
    ProfilePass pass = new ProfilePass(settings);
    assertThat(pass.forks()).isEqualTo(4);
    assertThat(pass.estimate()).isGreaterThan(Duration.ofMillis(600));
    assertThat(pass.announcement().getFirst())
        .contains(
            "4 profiled forks", "gc, jfr, async, inlining", "no part of the measured figures");
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Progress progress =
        new Progress(
            OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT),
            new PrintStream(screen, true, StandardCharsets.UTF_8),
            false,
            settings,
            pass.forks());
    assertThat(pass.run(folder, progress)).as(screen.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("under gc, no measurement: ", "under jfr", "under async");
    ProfileResults results = ProfileResults.read(folder);
    assertThat(results.benchmark()).isEqualTo("dev.rsclab.bench.FlowScalingBenchmark.offer");
    assertThat(results.profiles())
        .extracting(it -> it.profiler())
        .containsExactly("gc", "jfr", "async", "inlining");
    assertThat(results.profiles()).allMatch(it -> it.kind().equals("HASH_MAP") && it.flows() == 8);
    assertThat(results.of("gc").getFirst().allocation().bytesPerPacket()).isPositive();
    assertThat(results.of("jfr").getFirst().jfr().seconds()).isPositive();
    Path profiles = folder.resolve(ProfileResults.FOLDER);
    assertThat(profiles.resolve("jfr-HASH_MAP-flows-8.jfr")).isNotEmptyFile();
    dev.rsclab.results.profiles.Profile.Stacks stacks = results.of("async").getFirst().stacks();
    assertThat(Files.readString(profiles.resolve(stacks.flameGraph()))).contains("<html");
    assertThat(FoldedStacks.read(profiles.resolve(stacks.folded())).total()).isNotNegative();
    assertThat(profiles.resolve(results.of("inlining").getFirst().inlining().log())).exists();
  }
}
