/**
 * Several receive queues: frames are steered to them by receive-side scaling, and each queue has a
 * coalescer of its own, which one thread owns.
 *
 * <p>{@link dev.rsclab.queue.ReceiveSideScaling} says which queue a frame belongs to; all whole
 * segments of a flow belong to the same one. {@link dev.rsclab.queue.CoalescerQueues} makes the
 * coalescers. Nothing is shared between queues but what nobody writes.
 */
package dev.rsclab.queue;
