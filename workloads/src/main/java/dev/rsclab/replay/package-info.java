/** Plays frames through a coalescer in virtual time. */
package dev.rsclab.replay;
