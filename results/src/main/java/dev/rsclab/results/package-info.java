/**
 * The files of one run folder, and what can be concluded from them: statistics, charts and a
 * * summary.
 *
 * <p>{@link dev.rsclab.results.RunReport} is the way in. It reads {@code jmh.json}, {@code
 * environment.json} and {@code replay.csv}; everything else here is a step between those files and
 * its sentences. Benchmarks, kinds and workloads are strings that come from the files: this package
 * knows no other module.
 */
package dev.rsclab.results;
