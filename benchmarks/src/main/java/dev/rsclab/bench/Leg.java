package dev.rsclab.bench;

import org.openjdk.jmh.runner.options.Options;

/**
 * What JMH runs in one go: a part of a round whose cells are compared with each other.
 *
 * @param options what and how
 * @param cells how many combinations of benchmark and parameters; each is one fork
 */
record Leg(Options options, int cells) {}
