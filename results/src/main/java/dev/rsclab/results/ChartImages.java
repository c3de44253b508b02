package dev.rsclab.results;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The charts of a run's report as images in memory, for a notebook. They have the names of the
 * report's files, and are painted when they are asked for.
 */
public final class ChartImages {
  private final Map<String, Supplier<Picture>> pictures = new LinkedHashMap<>();

  /** The charts that the run has data for. */
  public ChartImages(Run run) {
    Charts.draw(run, new DrawnPictures(pictures::put));
  }

  /** Names of the charts, in the order of the report. */
  public List<String> names() {
    return List.copyOf(pictures.keySet());
  }

  /**
   * Paints a chart, 900 or 1200 pixels wide.
   *
   * @param name its name, or how it begins: {@code "throughput-bulk"} is the chart of that name or,
   *     if a run has one for each guest, that of the most expensive guest
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public BufferedImage image(String name) {
    String found = name;
    if (!pictures.containsKey(name)) {
      found =
          pictures.keySet().stream()
              .filter(other -> other.startsWith(name + "-"))
              .reduce((first, second) -> second)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "no chart '%s'; there are: %s".formatted(name, String.join(", ", names()))));
    }
    return PictureFiles.image(pictures.get(found).get(), 1);
  }
}
