/**
 * Recorded deliveries of a replay ({@code replay --deliveries}), read back: what a guest is given,
 * packet by packet, and what it makes of a stream.
 *
 * <p>A recording of the kind that holds nothing is the record of what arrived.
 */
package dev.rsclab.results.packets;
