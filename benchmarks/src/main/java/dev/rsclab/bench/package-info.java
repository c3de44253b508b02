/**
 * The benchmarks, one class per question, and the main job that runs them and draws the picture.
 *
 * <p>A fork measures one kind of coalescer: the JVM then compiles the whole path from {@code offer}
 * to delivery without a virtual call, as it would in a device that has only that kind. Time is
 * virtual and comes with the frames; nothing sleeps.
 */
package dev.rsclab.bench;
