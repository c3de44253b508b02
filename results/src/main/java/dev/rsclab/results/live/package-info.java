/**
 * What the {@code live} command measured: real TCP of the kernel through a coalescer. {@link
 * dev.rsclab.results.live.LiveReport} is the way in; it reads {@code live.csv} and {@code
 * live-predictions.csv} of a run and writes charts and a report.
 *
 * <p>A value of a cell is the median over its repetitions, one a round, and its range is from the
 * lowest to the highest: few repetitions, some of them disturbed by other load, follow no
 * distribution that an interval could be drawn from. A ratio is formed within a round, so that a
 * slow drift of the machine cancels.
 */
package dev.rsclab.results.live;
