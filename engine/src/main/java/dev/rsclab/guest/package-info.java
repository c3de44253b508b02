/**
 * The guest's side of the device, in memory: a receive virtqueue with room for so many bytes, and a
 * driver that takes frames from it.
 *
 * <p>It exists so that a measurement ends where a real one does, with the bytes in the guest's
 * hands, and so that tests can make a ring that is full.
 */
package dev.rsclab.guest;
