package dev.rsclab.notebooks;

import java.io.Serial;

/** A cell that does not compile or throws; the message names the notebook and the cell. */
public final class CellFailure extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param notebook its file name
   * @param cell number of the code cell, from 1, as Jupyter counts
   * @param what what went wrong, with the piece of source
   */
  CellFailure(String notebook, int cell, String what) {
    super("%s, cell [%d]: %s".formatted(notebook, cell, what));
  }
}
