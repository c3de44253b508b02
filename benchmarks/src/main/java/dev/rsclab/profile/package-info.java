/**
 * Profilers that a run adds one flag away: their names, what JMH is told to start them, and what is
 * taken from a profiled fork.
 *
 * <p>A profiled fork is never a measured one, and no two profilers share a fork.
 */
package dev.rsclab.profile;
