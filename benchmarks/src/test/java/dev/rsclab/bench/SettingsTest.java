package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.packet.IpFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What a round consists of, and in which order. */
class SettingsTest {

  private static final List<IpFamily> BOTH = List.of(IpFamily.values());

  private static Settings settings(
      SequencedMap<String, List<IpFamily>> workloads, String capture, String... args)
      throws CommandLineOptionException {
    CommandLineOptions cli = new CommandLineOptions(args);
    return new Settings(Profile.SMOKE, cli, cli, List.of(args), workloads, capture);
  }

  private static SequencedMap<String, List<IpFamily>> bulk() {
    SequencedMap<String, List<IpFamily>> workloads = new LinkedHashMap<>();
    workloads.put("bulk", BOTH);
    return workloads;
  }

  private static List<String> values(Leg leg, String name) {
    return List.copyOf(leg.options().getParameter(name).orElse(List.of()));
  }

  /** The values of a parameter in the legs of the one benchmark that has it. */
  private static List<String> order(List<Leg> legs, String name) {
    return legs.stream()
        .filter(leg -> isOf(leg, name.equals("interval") ? "IntervalBenchmark" : "FlowScaling"))
        .flatMap(leg -> values(leg, name).stream())
        .toList();
  }

  private static boolean isOf(Leg leg, String benchmark) {
    return leg.options().getIncludes().stream().anyMatch(name -> name.contains(benchmark));
  }

  @Test
  void everyOtherRoundRunsBackwards() throws CommandLineOptionException {
    Settings settings = settings(bulk(), "");
    assertThat(order(settings.legs(false), "interval")).containsExactly("0us", "50us", "300us");
    assertThat(order(settings.legs(true), "interval")).containsExactly("300us", "50us", "0us");
    assertThat(order(settings.legs(false), "flows")).containsExactly("1", "512");
    assertThat(order(settings.legs(true), "flows")).containsExactly("512", "1");
  }

  @Test
  void theFloorIsMeasuredWithTheFirstAndTheLastInterval() throws CommandLineOptionException {
    List<Leg> legs = settings(bulk(), "").legs(false);
    String floor = CoalescerKind.PASS_THROUGH.name();
    int kinds = CoalescerKind.values().length;
    assertThat(values(legs.get(0), "kind")).hasSize(kinds).contains(floor);
    assertThat(values(legs.get(1), "kind")).hasSize(kinds - 1).doesNotContain(floor);
    assertThat(values(legs.get(2), "kind")).hasSize(kinds).contains(floor);
    assertThat(legs.get(1).cells()).isEqualTo((kinds - 1) * BOTH.size());
  }

  @Test
  void theUsersParametersReplaceTheProfiles() throws CommandLineOptionException {
    Settings settings =
        settings(
            bulk(),
            "",
            Stream.of("-p interval=0.05ms,0,50us -p flows=7 -p kind=HASH_MAP -f 4")
                .flatMap(line -> Stream.of(line.split(" ", -1)))
                .toArray(String[]::new));
    assertThat(settings.intervals()).containsExactly("0us", "50us");
    assertThat(order(settings.legs(false), "interval")).containsExactly("0us", "50us");
    assertThat(order(settings.legs(false), "flows")).containsExactly("7");
    assertThat(order(settings.legs(false), "kind")).containsOnly("HASH_MAP");
    assertThat(settings.rounds()).isEqualTo(4);
  }

  @Test
  void everyParameterOfTheUserCountsAsCells() throws CommandLineOptionException {
    List<Leg> legs =
        settings(bulk(), "", "FlowScaling", "-p", "family=IPV4,IPV6", "-p", "ringFrames=1024,2048")
            .legs(false);
    assertThat(legs.getFirst().cells()).isEqualTo(2 * 2 * CoalescerKind.values().length);
  }

  @Test
  void workloadsWithOtherFamiliesHaveLegsOfTheirOwn() throws CommandLineOptionException {
    SequencedMap<String, List<IpFamily>> workloads = bulk();
    workloads.put(Traces.CAPTURE, List.of(IpFamily.IPV4));
    Settings settings = settings(workloads, "/somewhere/of mine/x.pcap", "-p", "interval=50us");
    List<String> cells = new ArrayList<>();
    for (Leg leg : settings.legs(false)) {
      if (isOf(leg, "IntervalBenchmark")) {
        cells.add(values(leg, "workload") + " " + values(leg, "family"));
      }
    }
    assertThat(cells).containsExactly("[bulk] [IPV4, IPV6]", "[capture] [IPV4]");
    assertThat(settings.captureName()).isEqualTo("x.pcap");
    assertThat(settings.withoutPath("-Drsclab.capture=/somewhere/of mine/x.pcap"))
        .isEqualTo("-Drsclab.capture=x.pcap");
  }

  @Test
  void aChosenBenchmarkIsTheOnlyOne() throws CommandLineOptionException {
    Settings settings = settings(bulk(), "", "FlowScaling");
    assertThat(settings.measuresIntervals()).isFalse();
    assertThat(order(settings.legs(false), "interval")).isEmpty();
    assertThat(order(settings.legs(false), "flows")).containsExactly("1", "512");
  }
}
