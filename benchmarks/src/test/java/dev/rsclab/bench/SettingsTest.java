package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.peer.Peer;
import dev.rsclab.peer.PeerOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What a round consists of, and in which order. */
class SettingsTest {

  private static final List<IpFamily> BOTH = List.of(IpFamily.values());

  private static Settings settings(
      Profile profile,
      SequencedMap<String, List<IpFamily>> workloads,
      String capture,
      Limits limits,
      String... args)
      throws CommandLineOptionException {
    CommandLineOptions cli = new CommandLineOptions(args);
    return new Settings(
        profile, cli, cli, List.of(args), workloads, capture, limits, PeerOption.NONE, List.of());
  }

  private static Settings withPeers(String words, String... names)
      throws CommandLineOptionException {
    CommandLineOptions cli = new CommandLineOptions(args(words));
    List<Peer> peers = Stream.of(names).map(name -> new Peer(name, List.of(name))).toList();
    return new Settings(
        Profile.SMOKE,
        cli,
        cli,
        List.of(args(words)),
        all(),
        "",
        Limits.NONE,
        new PeerOption(List.of(names), peers, List.of()),
        List.of());
  }

  private static Settings settings(String words) throws CommandLineOptionException {
    return settings(Profile.SMOKE, all(), "", Limits.NONE, args(words));
  }

  private static String[] args(String words) {
    return words.isEmpty() ? new String[0] : words.split(" ", -1);
  }

  private static SequencedMap<String, List<IpFamily>> all() {
    SequencedMap<String, List<IpFamily>> workloads = new LinkedHashMap<>();
    for (Profile profile : Profile.values()) {
      profile.values("workload").forEach(workload -> workloads.put(workload, BOTH));
    }
    return workloads;
  }

  /** The values of a parameter in the cells of a benchmark, each once, in order. */
  private static Set<String> order(List<Leg> legs, Class<?> benchmark, String name) {
    Set<String> values = new LinkedHashSet<>();
    for (Leg leg : legs) {
      if (leg instanceof Leg.Forks forks && isOf(forks, benchmark)) {
        values.addAll(forks.options().getParameter(name).orElse(List.of()));
      }
    }
    return values;
  }

  private static boolean isOf(Leg.Forks leg, Class<?> benchmark) {
    return leg.options().getIncludes().stream()
        .anyMatch(name -> name.contains(benchmark.getName() + "."));
  }

  private static List<Grid.Cell> cells(Settings settings, Class<?> benchmark) {
    return settings.cells().stream().filter(cell -> cell.benchmark() == benchmark).toList();
  }

  private static List<String> values(List<Grid.Cell> cells, String name) {
    return cells.stream().map(cell -> cell.params().get(name)).toList();
  }

  private static List<Grid.Cell> with(List<Grid.Cell> cells, String name, String value) {
    return cells.stream().filter(cell -> value.equals(cell.params().get(name))).toList();
  }

  @Test
  void everyOtherRoundRunsBackwards() throws CommandLineOptionException {
    Settings settings = settings("");
    assertThat(order(settings.legs(false), IntervalBenchmark.class, "interval"))
        .containsExactly("0us", "50us", "300us");
    assertThat(order(settings.legs(true), IntervalBenchmark.class, "interval"))
        .containsExactly("300us", "50us", "0us");
    assertThat(order(settings.legs(false), FlowScalingBenchmark.class, "flows"))
        .containsExactly("1", "512");
    assertThat(order(settings.legs(true), FlowScalingBenchmark.class, "flows"))
        .containsExactly("512", "1");
  }

  @Test
  void theFloorIsMeasuredWithTheFirstAndTheLastInterval() throws CommandLineOptionException {
    List<Grid.Cell> floor =
        with(
            with(cells(settings("IntervalBenchmark"), IntervalBenchmark.class), "guest", "HEAVY"),
            "kind",
            CoalescerKind.PASS_THROUGH.name());
    assertThat(values(with(floor, "family", "IPV4"), "interval")).containsExactly("0us", "300us");
  }

  @Test
  void theUsersParametersReplaceTheProfiles() throws CommandLineOptionException {
    Settings settings = settings("-p interval=0.05ms,0,50us -p flows=7 -p kind=HASH_MAP -f 4");
    assertThat(settings.intervals()).containsExactly("0us", "50us");
    List<Leg> legs = settings.legs(false);
    for (Class<?> benchmark : List.of(IntervalBenchmark.class, FlushStrategyBenchmark.class)) {
      assertThat(order(legs, benchmark, "interval")).containsExactly("0us", "50us");
      assertThat(order(legs, benchmark, "kind")).containsExactly("HASH_MAP");
    }
    assertThat(order(legs, FlowScalingBenchmark.class, "flows")).containsExactly("7");
    assertThat(settings.rounds()).isEqualTo(4);
  }

  @Test
  void aGuestOrARepetitionOfTheUserIsMeasuredOnce() throws CommandLineOptionException {
    List<Grid.Cell> guest =
        cells(settings("-p guest=1500ns+0.2ns/B -p repetition=2"), IntervalBenchmark.class);
    assertThat(values(guest, "guest")).containsOnly("1500ns+0.2ns/B");
    assertThat(values(guest, "repetition")).containsOnly("2");
    assertThat(guest).doesNotHaveDuplicates();
    assertThat(guest).hasSizeLessThan(cells(settings(""), IntervalBenchmark.class).size());
  }

  @Test
  void aFlushStrategyIsNotMeasuredWithAKindThatHoldsNothing() throws CommandLineOptionException {
    List<Grid.Cell> cells =
        cells(settings("-p kind=PASS_THROUGH,LINKED_LIST"), FlushStrategyBenchmark.class);
    assertThat(values(cells, "kind")).containsOnly("LINKED_LIST");
  }

  @Test
  void everyParameterOfTheUserCountsAsCells() throws CommandLineOptionException {
    Settings settings = settings("FlowScaling -p family=IPV4,IPV6 -p ringFrames=1024,2048");
    List<Grid.Cell> cells = cells(settings, FlowScalingBenchmark.class);
    assertThat(settings.forksOfARound()).isEqualTo(cells.size());
    List<Grid.Cell> staged = with(with(cells, "placement", "STAGED"), "burst", "1");
    assertThat(with(with(staged, "flows", "1"), "repetition", "1"))
        .hasSize(2 * 2 * CoalescerKind.available().size());
  }

  @Test
  void aWorkloadIsMeasuredOverTheFamiliesThatItHas() throws CommandLineOptionException {
    SequencedMap<String, List<IpFamily>> workloads = all();
    workloads.put(Traces.CAPTURE, List.of(IpFamily.IPV6));
    Settings settings =
        settings(
            Profile.SMOKE,
            workloads,
            "/somewhere/of mine/x.pcap",
            Limits.NONE,
            args("-p interval=50us"));
    List<Grid.Cell> captured =
        with(cells(settings, IntervalBenchmark.class), "workload", Traces.CAPTURE);
    assertThat(values(captured, "family"))
        .containsOnly("IPV6")
        .hasSize(CoalescerKind.available().size());
    assertThat(values(with(cells(settings, IntervalBenchmark.class), "workload", "bulk"), "family"))
        .contains("IPV4", "IPV6");
    assertThat(settings.captureName()).isEqualTo("x.pcap");
    assertThat(settings.withoutPath("-Drsclab.capture=/somewhere/of mine/x.pcap"))
        .isEqualTo("-Drsclab.capture=x.pcap");
  }

  @Test
  void aChosenBenchmarkIsTheOnlyOne() throws CommandLineOptionException {
    Settings settings = settings("FlowScaling");
    assertThat(QualityReplay.of(settings).isEmpty()).isTrue();
    assertThat(order(settings.legs(false), IntervalBenchmark.class, "interval")).isEmpty();
    assertThat(order(settings.legs(false), FlowScalingBenchmark.class, "flows"))
        .containsExactly("1", "512");
  }

  @Test
  void limitsAllowMoreRoundsUnlessTheUserSaysHowMany() throws CommandLineOptionException {
    Limits limits = Limits.of("2%", "30m");
    Settings settings = settings(Profile.QUICK, all(), "", limits);
    assertThat(settings.rounds()).isEqualTo(20);
    assertThat(settings(Profile.QUICK, all(), "", limits, "-f", "4").rounds()).isEqualTo(4);
    assertThat(settings(Profile.QUICK, all(), "", Limits.NONE).rounds()).isEqualTo(2);
  }

  @Test
  void aQueueHasAThreadOfItsOwn() throws CommandLineOptionException {
    for (Leg leg : settings("-p queues=1,2,4").legs(false)) {
      if (leg instanceof Leg.Forks forks) {
        String queues =
            forks.options().getParameter("queues").orElse(List.of("1")).iterator().next();
        assertThat(forks.options().getThreads().orElse(1)).isEqualTo(Integer.parseInt(queues));
      }
    }
    assertThat(values(cells(settings("-p queues=1,2,4"), QueueScalingBenchmark.class), "queues"))
        .containsExactly("1", "2", "4");
  }

  @Test
  void peersRunInTheMiddleOfTheCellsThatHaveTheirPackets() throws CommandLineOptionException {
    String words = "FlowScaling -p flows=8,512 -p kind=LINKED_LIST,OPEN_ADDRESSING -p burst=1";
    Settings settings = withPeers(words, "one", "other");
    int forks = settings.forksOfARound();
    List<Leg> legs = settings.legs(false);
    List<Integer> places = new ArrayList<>();
    List<String> flows = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      if (legs.get(i) instanceof Leg.Peers peers) {
        places.add(i);
        flows.add(peers.traffic().params().get("flows"));
        assertThat(peers.peers()).extracting(Peer::name).containsExactly("one", "other");
      }
    }
    assertThat(flows).startsWith("8").endsWith("512").doesNotHaveDuplicates();
    assertThat(places.getFirst()).isPositive();
    assertThat(places.getLast()).isLessThan(legs.size() - 1);
    assertThat(settings.cellsOfARound()).isEqualTo(forks + 2 * flows.size());
    assertThat(settings.roundEstimate()).isGreaterThan(settings(words).roundEstimate());
    Leg.Peers backwards =
        settings.legs(true).stream()
            .flatMap(leg -> leg instanceof Leg.Peers peers ? Stream.of(peers) : Stream.empty())
            .findFirst()
            .orElseThrow();
    assertThat(backwards.traffic().params()).containsEntry("flows", "512");
    assertThat(backwards.peers()).extracting(Peer::name).containsExactly("other", "one");
  }

  @Test
  void wholeFramesAndOtherBenchmarksHaveNoPackets() throws CommandLineOptionException {
    assertThat(withPeers("FlowScaling -p refill=FRAMES", "one").legs(false))
        .hasOnlyElementsOfType(Leg.Forks.class);
    assertThat(withPeers("IntervalBenchmark", "one").legs(false))
        .hasOnlyElementsOfType(Leg.Forks.class);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void everyProfileMeasuresSomethingOfEverything(Profile profile)
      throws CommandLineOptionException {
    Settings settings = settings(profile, all(), "", Limits.NONE);
    List<Grid.Cell> cells = settings.cells();
    assertThat(cells).doesNotHaveDuplicates();
    List<Grid.Cell> intervals = cells(settings, IntervalBenchmark.class);
    assertThat(values(intervals, "guest")).contains("HEAVY", "LIGHT", "ZERO");
    assertThat(values(intervals, "kind"))
        .contains(CoalescerKind.available().stream().map(Enum::name).toArray(String[]::new));
    assertThat(values(cells(settings, FlushStrategyBenchmark.class), "flush"))
        .contains("chain-timer", "adaptive");
    assertThat(cells(settings, BaselineBenchmark.class)).isNotEmpty();
    assertThat(values(cells(settings, QueueScalingBenchmark.class), "queues")).contains("1", "2");
    for (Class<?> benchmark : List.of(IntervalBenchmark.class, FlowScalingBenchmark.class)) {
      List<Grid.Cell> all = cells(settings, benchmark);
      for (Grid.Cell second : with(all, "repetition", "2")) {
        assertThat(with(all, "repetition", "1"))
            .anyMatch(first -> sameButForRepetition(first, second));
      }
      assertThat(with(all, "repetition", "2"))
          .hasSizeGreaterThan(profile == Profile.RECORD ? 9 : 0);
    }
  }

  private static boolean sameButForRepetition(Grid.Cell first, Grid.Cell second) {
    return second.params().keySet().stream()
        .filter(name -> !name.equals("repetition"))
        .allMatch(name -> first.params().get(name).equals(second.params().get(name)));
  }

  @Test
  void aRoundOfEachProfileTakesAsLongAsTheReadmeSays() throws CommandLineOptionException {
    // The README's times are those of a JVM without optional modules: more kinds take longer.
    assumeThat(CoalescerKind.jvmFlags()).as("kinds that only some JVMs have").isEmpty();
    List<Long> minutes = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      Settings settings = settings(profile, all(), "", Limits.NONE);
      minutes.add(settings.roundEstimate().multipliedBy(settings.rounds()).toMinutes());
    }
    assertThat(minutes.get(0)).as("smoke").isLessThan(2);
    assertThat(minutes.get(1)).as("quick").isLessThan(8);
    assertThat(minutes.get(2)).as("record").isLessThan(45);
  }

  @Test
  void aSweepNamesParametersThatItsBenchmarkHas() {
    assertThatThrownBy(() -> Sweep.of(BaselineBenchmark.class, "payloadBytes=64 colour=red"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Sweep.of(IntervalBenchmark.class, "workload=bulk").values("interval"))
        .containsExactly(
            "0us", "10us", "20us", "50us", "100us", "200us", "300us", "500us", "1000us");
    assertThat(Sweep.of(FlowScalingBenchmark.class, "flows=1,8 payloadBytes=64").combinations())
        .hasSize(2 * CoalescerKind.available().size());
  }
}
