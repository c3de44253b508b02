package dev.rsclab.profile;

import dev.rsclab.results.profiles.FoldedStacks;
import dev.rsclab.results.profiles.JfrSummary;
import dev.rsclab.results.profiles.PacketWay;
import dev.rsclab.results.profiles.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Profiles forks, one profiler each: what JMH is told before, and what is taken from the fork
 * after.
 *
 * <p>JMH's own profilers do the work. Their files lie in a folder of the system's until they are
 * moved beside the list of profiles, because JMH names them by all parameters of a benchmark.
 */
public final class ForkProfiler implements AutoCloseable {

  /** Between two samples, in ns; the kernel's tick may make it more. */
  private static final int SAMPLE_NANOS = 1_000_000;

  private final String benchmark;
  private final Path folder;
  private final Path scratch;
  private Path library;

  /**
   * Nothing is profiled yet.
   *
   * @param benchmark the method that is profiled, with class and package
   * @param folder where files go that are kept
   * @throws IOException if a folder cannot be made
   */
  public ForkProfiler(String benchmark, Path folder) throws IOException {
    this.benchmark = benchmark;
    this.folder = Files.createDirectories(folder);
    scratch = Files.createTempDirectory("rsclab-profiles");
  }

  /**
   * JMH's options of a profiler.
   *
   * @param title what a flame graph says above it: letters, digits, spaces, dashes and underscores
   * @throws IOException if a file that it needs cannot be written
   */
  public String options(ProfilerName profiler, String title) throws IOException {
    return switch (profiler) {
      case GC, PERFNORM, INLINING -> "";
      case JFR -> "dir=" + scratch + ";configName=" + recordingSettings();
      case ASYNC ->
          "libPath=%s;event=%s;interval=%d;output=collapsed,flamegraph;direction=forward;include=*%s*;title=%s;dir=%s"
              .formatted(
                  library(),
                  AsyncLibrary.event(),
                  SAMPLE_NANOS,
                  benchmark.substring(
                      benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1),
                  title,
                  scratch);
    };
  }

  private Path library() throws IOException {
    if (library == null) {
      library = AsyncLibrary.unpack();
    }
    return library;
  }

  /** Flags that a profiler needs beside those that JMH adds for it. */
  public List<String> jvmFlags(ProfilerName profiler) {
    return profiler == ProfilerName.INLINING
        ? List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+LogCompilation",
            "-XX:LogFile=" + scratch.resolve("compilations.log"))
        : List.of();
  }

  private Path recordingSettings() throws IOException {
    Path file = scratch.resolve("packets.jfc");
    if (!Files.exists(file)) {
      try (InputStream in = ForkProfiler.class.getResourceAsStream("packets.jfc")) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  /**
   * What a profiler found in a fork.
   *
   * @param result what JMH gives of the fork
   * @param name what kept files are called, without the profiler's name and their ends
   * @throws IOException if a file that the profiler should have written is missing or unreadable
   */
  public Profile take(ProfilerName profiler, RunResult result, String name) throws IOException {
    Profile profile =
        Profile.of(profiler.toString(), params(result), result.getPrimaryResult().getScore());
    return switch (profiler) {
      case GC -> profile.with(allocation(result));
      case PERFNORM -> profile.with(counters(result));
      case JFR -> {
        Path kept = folder.resolve("jfr-" + name + ".jfr");
        Files.move(written(".jfr"), kept, StandardCopyOption.REPLACE_EXISTING);
        yield profile.with(JfrSummary.read(kept, benchmark));
      }
      case ASYNC -> {
        String page = "flame-" + name + ".html";
        String folded = "stacks-" + name + ".txt.gz";
        Files.move(written(".html"), folder.resolve(page), StandardCopyOption.REPLACE_EXISTING);
        Path plain = written(".csv");
        FoldedStacks.compress(plain, folder.resolve(folded));
        Files.delete(plain);
        FoldedStacks stacks = FoldedStacks.read(folder.resolve(folded)).from(benchmark);
        yield profile.with(new Profile.Stacks(page, folded, stacks.hotMethods()));
      }
      case INLINING -> {
        String tree = "inlining-" + name + ".txt";
        Path log = written(".log");
        PacketWay way = PacketWay.read(log);
        Files.delete(log);
        way.write(folder.resolve(tree));
        yield profile.with(way.summary(tree));
      }
    };
  }

  private static SortedMap<String, String> params(RunResult result) {
    SortedMap<String, String> params = new TreeMap<>();
    for (String name : result.getParams().getParamsKeys()) {
      params.put(name, result.getParams().getParam(name));
    }
    return params;
  }

  private static Profile.Allocation allocation(RunResult result) {
    return new Profile.Allocation(
        score(result, "gc.alloc.rate.norm"),
        score(result, "gc.alloc.rate") * (1 << 20),
        Math.round(score(result, "gc.count")),
        score(result, "gc.time"));
  }

  /** The value of a secondary result; 0 where JMH gives none because nothing happened. */
  private static double score(RunResult result, String name) {
    Result<?> one = result.getSecondaryResults().get(name);
    return one == null || Double.isNaN(one.getScore()) ? 0 : one.getScore();
  }

  private static SortedMap<String, Double> counters(RunResult result) {
    SortedMap<String, Double> counters = new TreeMap<>();
    result
        .getSecondaryResults()
        .forEach((name, one) -> {
          if (Double.isFinite(one.getScore())) {
            counters.put(name, one.getScore());
          }
        });
    return counters;
  }

  /** The only file with this end that a profiler has written. */
  private Path written(String end) throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
      if (found.isEmpty()) {
        throw new IOException("the profiler wrote no file *" + end);
      }
      return found.getFirst();
    }
  }

  /** Deletes what was not kept. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
