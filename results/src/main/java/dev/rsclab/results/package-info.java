/**
 * The files of a run folder, and what can be concluded from them: statistics, charts and a report;
 * and what differs between two runs.
 *
 * <p>{@link dev.rsclab.results.RunReport} and {@link dev.rsclab.results.RunComparison} are the ways
 * in. They read {@code jmh.json}, {@code environment.json} and {@code replay.csv}; everything else
 * here is a step between those files and its sentences. Benchmarks, kinds and workloads are strings
 * that come from the files: this package knows no other module. Runs of the live command have files
 * and a report of their own, in {@code dev.rsclab.results.live}, drawn with the pictures of this
 * package.
 */
package dev.rsclab.results;
