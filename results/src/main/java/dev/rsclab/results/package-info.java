/** The files of a run, and what can be concluded from them. */
package dev.rsclab.results;
