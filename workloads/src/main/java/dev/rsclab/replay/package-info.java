/**
 * Plays frames through a coalescer in virtual time: what it delivers, how much it merges, and how
 * long each frame waited.
 *
 * <p>All of it is a pure function of frames and policy: no clock is read, so every run gives the
 * same answer, and every kind of coalescer gives the same as every other.
 */
package dev.rsclab.replay;
