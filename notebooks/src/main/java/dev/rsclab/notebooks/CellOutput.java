package dev.rsclab.notebooks;

import java.util.Optional;

/**
 * What a cell showed.
 *
 * @param text what it printed
 * @param value its last value as a text, if it had one that is no picture; may be absent
 * @param png its last value as a picture, if it was one; may be absent
 */
public record CellOutput(String text, Optional<String> value, Optional<Png> png) {

  /** A cell that showed nothing. */
  public static final CellOutput NOTHING = new CellOutput("", Optional.empty(), Optional.empty());

  /**
   * A picture.
   *
   * @param base64 the PNG file in base64, without line breaks
   */
  public record Png(String base64) {}
}
