/**
 * What profilers saw of a run, read and summarised: recordings, sampled stacks, and the file {@code
 * profiles/profiles.json} that lists them.
 *
 * <p>Profiled forks are not measured forks: nothing of this package is in {@code jmh.json}.
 */
package dev.rsclab.results.profiles;
