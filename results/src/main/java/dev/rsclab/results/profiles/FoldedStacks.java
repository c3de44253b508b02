package dev.rsclab.results.profiles;

import dev.rsclab.results.ResultsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Sampled stacks in folded form, a line each: {@code outermost;...;innermost count}, as
 * async-profiler's collapsed output has them.
 *
 * @param samples stack, outermost frame first, to the number of its samples
 */
public record FoldedStacks(SequencedMap<List<String>, Long> samples) {

  /** Copies the map. */
  public FoldedStacks {
    samples = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(samples));
  }

  /**
   * Reads a file that {@link #compress} wrote.
   *
   * @throws ResultsException if it cannot be read, or a line has another form
   */
  public static FoldedStacks read(Path file) throws ResultsException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return parse(file.getFileName().toString(), reader.readAllLines());
    } catch (ResultsException e) {
      throw e;
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    }
  }

  /**
   * Reads folded lines. Packages are written with dots afterwards, whatever the profiler wrote.
   *
   * @param name what messages call the lines
   * @throws ResultsException if a line has another form
   */
  public static FoldedStacks parse(String name, List<String> lines) throws ResultsException {
    SequencedMap<List<String>, Long> samples = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      int space = line.lastIndexOf(' ');
      String count = line.substring(space + 1);
      if (space <= 0 || !count.matches("\\d{1,18}")) {
        throw new ResultsException(
            "%s, line %d: not a folded stack: frames separated by semicolons, a space, a count"
                .formatted(name, number));
      }
      List<String> frames = List.of(line.substring(0, space).replace('/', '.').split(";", -1));
      samples.merge(frames, Long.valueOf(count), Long::sum);
    }
    return new FoldedStacks(samples);
  }

  /**
   * Compresses a profiler's file: the names of frames repeat themselves.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static void compress(Path plain, Path compressed) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      Files.copy(plain, out);
    }
  }

  /** The number of samples. */
  public long total() {
    return samples.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The stacks that have a frame, from that frame on. What a benchmark's harness does around the
   * measured method is left out so.
   */
  public FoldedStacks from(String frame) {
    SequencedMap<List<String>, Long> below = new LinkedHashMap<>();
    samples.forEach((frames, count) -> {
      int at = frames.indexOf(frame);
      if (at >= 0) {
        below.merge(frames.subList(at, frames.size()), count, Long::sum);
      }
    });
    return new FoldedStacks(below);
  }

  /** Share of the samples whose innermost frame it is, by frame. */
  public Map<String, Double> selfShares() {
    Map<String, Double> shares = new TreeMap<>();
    double total = total();
    samples.forEach((frames, count) -> shares.merge(frames.getLast(), count / total, Double::sum));
    return shares;
  }

  /** The frames with most samples of their own, most first. */
  public List<HotMethod> hotMethods() {
    Map<String, Double> totals = new HashMap<>();
    double all = total();
    samples.forEach((frames, count) ->
        Set.copyOf(frames).forEach(frame -> totals.merge(frame, count / all, Double::sum)));
    return selfShares().entrySet().stream()
        .map(share -> new HotMethod(share.getKey(), share.getValue(), totals.get(share.getKey())))
        .sorted(
            Comparator.comparingDouble(HotMethod::self).reversed().thenComparing(HotMethod::method))
        .limit(HotMethod.MOST)
        .toList();
  }

  /**
   * A Java frame without its package, {@code HeldSegments.append}; another frame as it is.
   *
   * @param frame {@code dev.rsclab.coalesce.HeldSegments.append}, say
   */
  public static String shortName(String frame) {
    int method = frame.lastIndexOf('.');
    int type = frame.lastIndexOf('.', method - 1);
    return frame.matches("([\\p{L}\\d_$]+\\.)+[\\p{L}\\d_$<>]+")
        ? frame.substring(type + 1)
        : frame;
  }
}
