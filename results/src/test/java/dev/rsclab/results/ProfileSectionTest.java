package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.profiles.FoldedStacks;
import dev.rsclab.results.profiles.HotMethod;
import dev.rsclab.results.profiles.Inlining;
import dev.rsclab.results.profiles.JfrSummary;
import dev.rsclab.results.profiles.Profile;
import dev.rsclab.results.profiles.ProfileResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section of the profiles and the page that compares two kinds, from made-up profiles. */
class ProfileSectionTest {
  private static final String BENCHMARK = "dev.rsclab.bench.FlowScalingBenchmark.offer";
  private static final String NO_COUNTERS = "No hardware counters here: perf cannot be started.";

  @TempDir Path folder;

  private static SortedMap<String, String> params(String kind, int flows) {
    return new TreeMap<>(Map.of("kind", kind, "flows", "" + flows, "payloadBytes", "1448"));
  }

  private static JfrSummary recording(String hottest, double share) {
    return new JfrSummary(
        2.0,
        "jdk.CPUTimeSample",
        500,
        List.of(
            new HotMethod("a.b." + hottest, share, share),
            new HotMethod("a.b.Rules.judge", 0.05, 0.1)),
        3,
        12.5,
        8.25,
        0.5,
        0.75,
        2e6,
        List.of(new JfrSummary.AllocatedClass("java.lang.Integer", 0.9)));
  }

  private Profile sampled(Path run, String kind, int flows, double nanos, String... lines)
      throws IOException {
    Path profiles = Files.createDirectories(run.resolve(ProfileResults.FOLDER));
    String name = kind + "-" + flows;
    Path plain = Files.writeString(folder.resolve(name), String.join("\n", lines));
    FoldedStacks.compress(plain, profiles.resolve("stacks-" + name + ".txt.gz"));
    return Profile.of("async", params(kind, flows), nanos)
        .with(
            new Profile.Stacks(
                "flame-" + name + ".html",
                "stacks-" + name + ".txt.gz",
                FoldedStacks.parse(name, List.of(lines)).from(BENCHMARK).hotMethods()));
  }

  private Path run() throws IOException {
    Path run = new MadeUpRun().forks(2).flowScaling(List.of("IPV4")).write(folder.resolve("run"));
    String offer = "Thread.run;dev/rsclab/bench/FlowScalingBenchmark.offer";
    List<Profile> profiles = new ArrayList<>();
    profiles.add(
        Profile.of("gc", params("HASH_MAP", 64), 90)
            .with(new Profile.Allocation(24.1, 3e8, 7, 21)));
    profiles.add(
        Profile.of("jfr", params("LINKED_LIST", 64), 90).with(recording("List.find", 0.3)));
    profiles.add(
        Profile.of("jfr", params("LINKED_LIST", 4096), 400).with(recording("List.find", 0.9)));
    profiles.add(
        Profile.of("perfnorm", params("LINKED_LIST", 64), 90)
            .with(new TreeMap<>(Map.of("IPC", 2.5, "cycles", 300.0))));
    profiles.add(
        Profile.of("inlining", params("LINKED_LIST", 64), 90)
            .with(
                new Inlining(
                    List.of("a.b.Rsc.offer", "a.b.Timed.purge"),
                    2500,
                    41,
                    List.of(new Inlining.Missed("a.b.Rsc.offer", "a.b.Held.append", "too big")),
                    "inlining-LINKED_LIST-64.txt")));
    profiles.add(sampled(run, "LINKED_LIST", 64, 90, offer + " 10"));
    profiles.add(
        sampled(
            run,
            "LINKED_LIST",
            4096,
            400,
            offer + ";a/b/Rsc.offer;a/b/List.find 80",
            offer + ";a/b/Rsc.offer;a/b/Held.append 20",
            "Thread.run;setUp 900"));
    profiles.add(sampled(run, "HASH_MAP", 4096, 200, offer + ";a/b/Rsc.offer;a/b/Map.find 10"));
    profiles.add(
        sampled(
            run,
            "OPEN_ADDRESSING",
            4096,
            100,
            offer + ";a/b/Rsc.offer;a/b/Table<x>.find 50",
            offer + ";a/b/Rsc.offer;a/b/Held.append 50"));
    new ProfileResults(BENCHMARK, List.of(NO_COUNTERS), profiles).write(run);
    return run;
  }

  @Test
  void everythingIsInTheReportAndLinked() throws IOException {
    Path run = run();
    RunSummary summary = BlankPictures.report(run);
    assertThat(summary.lines().getLast()).contains("profiles");
    String markdown = Files.readString(run.resolve("report.md"));
    assertThat(markdown)
        .contains("## Profiles", "9 forks of FlowScalingBenchmark.offer", NO_COUNTERS)
        .contains("| HASH_MAP | 64 flows | 24.1 | 300.0 | 7 | 21 |")
        .contains("| LINKED_LIST | 4096 flows | 50.0 % | 75.0 % | 3 | 12.5 |")
        .contains(
            "| kind | condition | IPC | cycles |", "| LINKED_LIST | 64 flows | 2.50 | 300.00 |")
        .contains("| 64 flows, jfr | 4096 flows, jfr | 64 flows, async | 4096 flows, async |")
        .contains(
            "| List.find | 30.0 % | 90.0 % | - | 80.0 % |",
            "| Rules.judge | 5.0 % | 5.0 % | - | - |")
        .contains("[flame graph, 64 flows](profiles/flame-LINKED_LIST-64.html)")
        .contains(
            "64 flows: from offer to delivery 2 compilations (Rsc.offer, Timed.purge), 2500 bytes")
        .contains("41 calls inlined; left as calls: Held.append in Rsc.offer (too big).")
        .contains("[inlining, 64 flows](profiles/inlining-LINKED_LIST-64.txt)")
        .contains("](profiles/difference-LINKED_LIST-OPEN_ADDRESSING.html)");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains(
            "<a href=\"profiles/flame-OPEN_ADDRESSING-4096.html\">flame graph, 4096 flows</a>")
        .contains("<h3>LINKED_LIST</h3>");
    checkDifference(run);
  }

  /** It is between the reference and the fastest other kind, where most flows were profiled. */
  private static void checkDifference(Path run) throws IOException {
    String page =
        Files.readString(run.resolve("profiles/difference-LINKED_LIST-OPEN_ADDRESSING.html"));
    assertThat(page)
        .contains(
            "<h1>LINKED_LIST to OPEN_ADDRESSING at 4096 flows: 400 to 100 ns a packet, List.find 320"
                + " to 0 ns.</h1>")
        .contains("as the profiled forks read: not all of these kinds were measured")
        .contains("a.b.List.find: 80.0 % to 0.0 % of the time, 320 to 0 ns a packet")
        .contains("a.b.Held.append: 20.0 % to 50.0 % of the time, 80.0 to 50.0 ns a packet")
        .contains("Table&lt;x&gt;.find")
        .doesNotContain("setUp", "Thread.run", "<script", "<x>");
    // What only the list calls is in the second graph alone; the key has both full colours.
    String[] graphs = page.split("<h2>", -1);
    assertThat(graphs[1]).startsWith("OPEN_ADDRESSING").doesNotContain("List.find");
    assertThat(graphs[2]).startsWith("LINKED_LIST").contains("List.find").contains("#4f9bd9");
  }

  private static String section(ProfileResults profiles) {
    Kinds kinds = new Kinds(MadeUpRun.KINDS, "PASS_THROUGH");
    return Markdown.text(new ProfileSection(kinds, profiles, Optional.empty()).blocks());
  }

  @Test
  void aRunWithoutProfilersHasNoSuchSection() throws ResultsException {
    ProfileResults none = ProfileResults.read(folder);
    assertThat(none).isEqualTo(ProfileResults.NONE);
    assertThat(section(none)).isBlank();
  }

  @Test
  void remarksAloneAreASection() throws IOException {
    new ProfileResults(BENCHMARK, List.of(NO_COUNTERS), List.of()).write(folder);
    assertThat(section(ProfileResults.read(folder)))
        .contains("## Profiles", NO_COUNTERS)
        .doesNotContain("###", "Differential");
  }

  @Test
  void aListOfProfilesThatIsNoneIsRefused() throws IOException {
    Path file = Files.createDirectories(folder.resolve("profiles")).resolve("profiles.json");
    for (String wrong : List.of("[]", "{", "{\"formatVersion\": 2}")) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> ProfileResults.read(folder))
          .isInstanceOf(ResultsException.class)
          .hasMessageContaining("profiles.json: not the profiles of a run");
    }
  }
}
