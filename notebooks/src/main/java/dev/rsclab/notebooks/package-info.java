/**
 * Runs the notebooks of this module in the JDK's own shell: no Python, no Jupyter, no network.
 *
 * <p>{@link dev.rsclab.notebooks.Notebook} is the file, {@link dev.rsclab.notebooks.CellRunner} the
 * shell, {@link dev.rsclab.notebooks.Drift} what differs from the outputs that were committed.
 */
package dev.rsclab.notebooks;
