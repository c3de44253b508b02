package dev.rsclab.results;

import dev.rsclab.results.profiles.FoldedStacks;
import dev.rsclab.results.profiles.JfrSummary;
import dev.rsclab.results.profiles.Profile;
import dev.rsclab.results.profiles.ProfileResults;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What profilers saw after the measured forks: allocation and collections, CPU load, counters, and
 * for each kind its hot methods, its flame graphs and what was inlined.
 *
 * @param kinds the kinds in chart order
 * @param profiles the profiles
 * @param difference the page that compares two kinds, if there is one
 */
record ProfileSection(
    Kinds kinds, ProfileResults profiles, Optional<ProfileDifference> difference) {
  private static final String KIND = "kind";

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    if (profiles.isEmpty()) {
      return blocks;
    }
    blocks.add(new Block.Heading(2, "Profiles"));
    blocks.add(new Block.Paragraph(introduction()));
    profiles.remarks().forEach(remark -> blocks.add(new Block.Paragraph(remark)));
    difference.ifPresent(it ->
        blocks.add(
            new Block.Links(
                "Differential flame graph", List.of(new Block.Link(it.title(), it.path())))));
    allocation(blocks);
    recordings(blocks);
    counters(blocks);
    Set<String> profiled = new TreeSet<>(kinds.chartOrder());
    profiles.profiles().forEach(profile -> profiled.add(profile.kind()));
    profiled.forEach(
        kind -> blocks.addAll(new KindProfiles(profiles, kind, this::condition).blocks()));
    return blocks;
  }

  private String introduction() {
    return ("%s of %s ran after the measured ones, each under one profiler. What they read is in no"
            + " other section, and the measured forks ran without these profilers. docs/profilers.md"
            + " says how to read what follows.")
        .formatted(
            Figures.count(profiles.profiles().size(), "fork"),
            FoldedStacks.shortName(profiles.benchmark()));
  }

  private void allocation(List<Block> blocks) {
    List<Profile> some = profiles.of("gc");
    if (some.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Profile profile : some) {
      Profile.Allocation it = profile.allocation();
      rows.add(
          row(
              profile,
              it.bytesPerPacket() < 0.05 ? "0" : format("%.1f", it.bytesPerPacket()),
              format("%.1f", it.bytesPerSecond() / 1e6),
              Long.toString(it.collections()),
              format("%.0f", it.millis())));
    }
    blocks.add(new Block.Heading(3, "Allocation (gc)"));
    blocks.add(
        new Block.Table(
            header("bytes per packet", "MB allocated per s", "collections", "their time, ms"),
            rows));
  }

  private void recordings(List<Block> blocks) {
    List<Profile> some = profiles.of("jfr");
    if (some.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Profile profile : some) {
      JfrSummary it = profile.jfr();
      rows.add(
          row(
              profile,
              load(it.jvmLoad()),
              load(it.machineLoad()),
              Integer.toString(it.pauses()),
              format("%.1f", it.pauseMillis()),
              format("%.1f", it.longestPauseMillis()),
              format("%.1f", it.allocatedBytesPerSecond() / 1e6),
              it.allocated().isEmpty() ? "-" : simpleType(it.allocated().getFirst().type())));
    }
    blocks.add(new Block.Heading(3, "Recordings (jfr)"));
    blocks.add(
        new Block.Table(
            header(
                "CPU of the JVM",
                "CPU of the machine",
                "GC pauses",
                "in all, ms",
                "longest, ms",
                "MB allocated per s",
                "most of it"),
            rows));
    Set<String> samplers =
        some.stream().map(profile -> profile.jfr().sampler()).collect(Collectors.toSet());
    blocks.add(
        new Block.Paragraph(
            "CPU is the share of all CPUs. Shares of methods are of the samples (%s) below the"
                    .formatted(String.join(", ", new TreeSet<>(samplers)))
                + " measured method. A recording cannot name stubs of the JVM, such as the copying of"
                + " payload, and counts them for a method above; flame graphs name them. Allocation is"
                + " what the harness allocated, too."));
  }

  private static String simpleType(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private void counters(List<Block> blocks) {
    List<Profile> some = profiles.of("perfnorm");
    Set<String> events = new LinkedHashSet<>();
    some.forEach(profile -> events.addAll(profile.counters().keySet()));
    if (events.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Profile profile : some) {
      rows.add(
          row(
              profile,
              events.stream()
                  .map(event ->
                      Optional.ofNullable(profile.counters().get(event))
                          .map(value -> format("%.2f", value))
                          .orElse("-"))
                  .toArray(String[]::new)));
    }
    blocks.add(new Block.Heading(3, "Hardware counters per packet (perfnorm)"));
    blocks.add(new Block.Table(header(events.toArray(String[]::new)), rows));
  }

  /** The parameters that differ between the profiles, without the kind: {@code "64 flows"}. */
  private String condition(Profile profile) {
    String others =
        differing().stream()
            .filter(name -> !name.equals(KIND) && !name.equals("flows"))
            .map(name -> ", " + name + " " + profile.params().get(name))
            .collect(Collectors.joining());
    return Figures.count(profile.flows(), "flow") + others;
  }

  private Set<String> differing() {
    Set<String> names = new TreeSet<>();
    profiles.profiles().forEach(profile -> names.addAll(profile.params().keySet()));
    names.removeIf(name ->
        profiles.profiles().stream()
                .map(profile -> String.valueOf(profile.params().get(name)))
                .distinct()
                .count()
            == 1);
    return names;
  }

  private static List<String> header(String... columns) {
    return Stream.concat(Stream.of(KIND, "condition"), Stream.of(columns)).toList();
  }

  private List<String> row(Profile profile, String... cells) {
    return Stream.concat(Stream.of(profile.kind(), condition(profile)), Stream.of(cells)).toList();
  }

  private static String load(Double share) {
    return share == null ? Environment.UNKNOWN : Figures.percent(share);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
