package dev.rsclab.results;

import dev.rsclab.results.profiles.FoldedStacks;
import dev.rsclab.results.profiles.HotMethod;
import dev.rsclab.results.profiles.Inlining;
import dev.rsclab.results.profiles.Profile;
import dev.rsclab.results.profiles.ProfileResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the profilers say of one kind: its hot methods, what was inlined, and its flame graphs.
 *
 * @param profiles all profiles of the run
 * @param kind the kind
 * @param condition what to call the condition of a profile
 */
record KindProfiles(ProfileResults profiles, String kind, Function<Profile, String> condition) {
  private static final int METHODS = 6;

  /** Methods with less are left to the flame graph. */
  private static final double LEAST_SHARE = 0.01;

  /** Nothing, if no profiler says anything of a kind alone. */
  List<Block> blocks() {
    List<Block> some = new ArrayList<>();
    methods(some);
    List<Profile> inlining = of("inlining");
    inlining.forEach(profile -> some.add(new Block.Paragraph(inlining(profile))));
    List<Block.Link> links = new ArrayList<>();
    of("async")
        .forEach(profile -> links.add(link("flame graph", profile, profile.stacks().flameGraph())));
    inlining.forEach(profile -> links.add(link("inlining", profile, profile.inlining().log())));
    if (!links.isEmpty()) {
      some.add(new Block.Links(kind, links));
    }
    if (!some.isEmpty()) {
      some.addFirst(new Block.Heading(3, kind));
    }
    return some;
  }

  private Block.Link link(String what, Profile profile, String file) {
    return new Block.Link(
        what + ", " + condition.apply(profile), ProfileResults.FOLDER + "/" + file);
  }

  private List<Profile> of(String profiler) {
    return profiles.of(profiler).stream().filter(profile -> profile.kind().equals(kind)).toList();
  }

  /** Adds the hottest methods, a column for each profiler and condition. */
  private void methods(List<Block> blocks) {
    SequencedMap<String, List<HotMethod>> columns = new LinkedHashMap<>();
    of("jfr").forEach(it -> columns.put(condition.apply(it) + ", jfr", it.jfr().hotMethods()));
    of("async")
        .forEach(it -> columns.put(condition.apply(it) + ", async", it.stacks().hotMethods()));
    Set<String> methods = new LinkedHashSet<>();
    for (List<HotMethod> column : columns.values()) {
      column.stream()
          .filter(method -> method.self() >= LEAST_SHARE)
          .limit(METHODS)
          .forEach(method -> methods.add(method.method()));
    }
    if (methods.isEmpty()) {
      return;
    }
    List<String> header = new ArrayList<>(List.of("method itself, share of the samples"));
    header.addAll(columns.keySet());
    List<List<String>> rows = new ArrayList<>();
    for (String method : methods) {
      List<String> row = new ArrayList<>(List.of(FoldedStacks.shortName(method)));
      columns.values().forEach(column -> row.add(share(column, method)));
      rows.add(row);
    }
    blocks.add(new Block.Table(header, rows));
  }

  private static String share(List<HotMethod> column, String method) {
    return column.stream()
        .filter(it -> it.method().equals(method) && it.self() >= LEAST_SHARE)
        .map(it -> Figures.percent(it.self()))
        .findFirst()
        .orElse("-");
  }

  private String inlining(Profile profile) {
    Inlining it = profile.inlining();
    String where = condition.apply(profile) + ": ";
    if (it.pieces().isEmpty()) {
      return where + "the log of the compiler has no optimised compilation of the packet's way.";
    }
    String pieces =
        it.pieces().size() == 1
            ? "from offer to delivery one compilation"
            : "from offer to delivery %d compilations (%s)"
                .formatted(
                    it.pieces().size(),
                    it.pieces().stream()
                        .map(FoldedStacks::shortName)
                        .collect(Collectors.joining(", ")));
    return "%s%s, %s of machine code, %s inlined; %s."
        .formatted(
            where,
            pieces,
            Figures.count(Math.toIntExact(it.codeBytes()), "byte"),
            Figures.count(it.inlined(), "call"),
            missed(it));
  }

  private static String missed(Inlining it) {
    return it.missed().isEmpty()
        ? "no call is left"
        : it.missed().stream()
            .map(call ->
                "%s in %s (%s)"
                    .formatted(
                        FoldedStacks.shortName(call.callee()),
                        FoldedStacks.shortName(call.caller()),
                        call.reason()))
            .collect(Collectors.joining(", ", "left as calls: ", ""));
  }
}
