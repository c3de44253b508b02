package dev.rsclab.results;

import dev.rsclab.results.profiles.FoldedStacks;
import dev.rsclab.results.profiles.Inlining;
import dev.rsclab.results.profiles.Profile;
import dev.rsclab.results.profiles.ProfileResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<Profile> jfr = of("jfr");
    if (!jfr.isEmpty()) {
      some.add(methods(jfr));
    }
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

  /** The hottest methods of a kind, a column for each condition. */
  private Block methods(List<Profile> some) {
    Map<String, double[]> shares = new LinkedHashMap<>();
    for (int i = 0; i < some.size(); i++) {
      int column = i;
      some.get(i).jfr().hotMethods().stream()
          .filter(method -> method.self() >= LEAST_SHARE)
          .limit(METHODS)
          .forEach(method -> shares.putIfAbsent(method.method(), new double[some.size()]));
      some.get(i)
          .jfr()
          .hotMethods()
          .forEach(method ->
              shares.computeIfPresent(
                  method.method(),
                  (_, row) -> {
                    row[column] = method.self();
                    return row;
                  }));
    }
    List<String> header = new ArrayList<>(List.of("method itself, share of the samples"));
    some.forEach(profile -> header.add(condition.apply(profile)));
    List<List<String>> rows = new ArrayList<>();
    shares.forEach((method, row) -> {
      List<String> cells = new ArrayList<>(List.of(FoldedStacks.shortName(method)));
      for (double share : row) {
        cells.add(share < LEAST_SHARE ? "-" : Figures.percent(share));
      }
      rows.add(cells);
    });
    return new Block.Table(header, rows);
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
