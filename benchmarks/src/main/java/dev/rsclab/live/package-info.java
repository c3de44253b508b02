/**
 * Real TCP of the Linux kernel through the coalescers: the {@code live} command.
 *
 * <p>The coalescers are the ones that the benchmarks measure, made in the same way; here their time
 * is that of the machine, their frames come from a tap device and their deliveries go to another.
 * docs/live.md explains what is measured and how to read it.
 */
package dev.rsclab.live;
