package dev.rsclab.results;

import java.io.Serial;

/** Two runs that have nothing that could be compared. */
public final class NotComparableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message why, in a sentence that names both
   */
  public NotComparableException(String message) {
    super(message);
  }
}
