package dev.rsclab.results;

import dev.rsclab.results.profiles.FoldedStacks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two sets of sampled stacks as one tree: what share of the samples each frame has in either.
 * Frames are the same if they have the same callers.
 */
final class StackDifference {

  private final Frame root;
  private final Map<String, Double> selfBefore;
  private final Map<String, Double> selfAfter;

  /**
   * A frame and what it calls, by name.
   *
   * @param name the frame; empty above the outermost
   * @param before its share with everything it calls, 0 to 1
   * @param after likewise
   * @param callees what it calls, sorted by name so that both graphs have the same order
   */
  record Frame(String name, double before, double after, List<Frame> callees) {

    /** How the share changed, -1 to 1. */
    double change() {
      return after - before;
    }

    /** Frames from here to the innermost below, this one counted. */
    int depth() {
      return 1 + callees.stream().mapToInt(Frame::depth).max().orElse(0);
    }

    /** The largest change in a tree of frames, without its sign. */
    double largestChange() {
      return Math.max(
          Math.abs(change()), callees.stream().mapToDouble(Frame::largestChange).max().orElse(0));
    }
  }

  /**
   * A method's own share in both.
   *
   * @param name the frame
   * @param before share of the samples that were in it and in nothing it calls, 0 to 1
   * @param after likewise
   */
  record SelfShare(String name, double before, double after) {}

  /** Collects samples while the tree is built. */
  private static final class Node {
    private final TreeMap<String, Node> callees = new TreeMap<>();
    private long before;
    private long after;

    private Frame frame(String name, double allBefore, double allAfter) {
      List<Frame> below = new ArrayList<>();
      callees.forEach((callee, node) -> below.add(node.frame(callee, allBefore, allAfter)));
      return new Frame(name, before / allBefore, after / allAfter, List.copyOf(below));
    }
  }

  /** Compares; both must have samples. */
  StackDifference(FoldedStacks before, FoldedStacks after) {
    Node all = new Node();
    before
        .samples()
        .forEach((frames, count) -> path(all, frames).forEach(it -> it.before += count));
    after.samples().forEach((frames, count) -> path(all, frames).forEach(it -> it.after += count));
    root = all.frame("", (double) before.total(), (double) after.total());
    selfBefore = before.selfShares();
    selfAfter = after.selfShares();
  }

  private static List<Node> path(Node root, List<String> frames) {
    List<Node> path = new ArrayList<>(List.of(root));
    for (String frame : frames) {
      path.add(path.getLast().callees.computeIfAbsent(frame, _ -> new Node()));
    }
    return path;
  }

  /** The frame above all stacks, whose shares are 1. */
  Frame root() {
    return root;
  }

  /**
   * The methods' own shares, the largest difference of their costs first.
   *
   * @param costBefore what a share of 1 costs before
   * @param costAfter likewise after
   */
  List<SelfShare> selfShares(double costBefore, double costAfter) {
    TreeSet<String> names = new TreeSet<>(selfBefore.keySet());
    names.addAll(selfAfter.keySet());
    return names.stream()
        .map(name ->
            new SelfShare(
                name, selfBefore.getOrDefault(name, 0.0), selfAfter.getOrDefault(name, 0.0)))
        .sorted(
            Comparator.comparingDouble(
                    (SelfShare it) -> -Math.abs(it.after * costAfter - it.before * costBefore))
                .thenComparing(SelfShare::name))
        .toList();
  }
}
