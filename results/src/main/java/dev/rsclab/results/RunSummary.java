package dev.rsclab.results;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run found.
 *
 * @param lines to print, at most about 100 characters each (tables may be wider), no line breaks
 * @param charts the PNG files, as paths below the run folder as it was given; an SVG lies beside
 *     each
 * @param problems what went wrong although the summary could be written, such as charts that could
 *     not be drawn; empty if all is well
 */
public record RunSummary(List<String> lines, List<Path> charts, List<String> problems) {

  /** Copies the lists. */
  public RunSummary {
    lines = List.copyOf(lines);
    charts = List.copyOf(charts);
    problems = List.copyOf(problems);
  }
}
