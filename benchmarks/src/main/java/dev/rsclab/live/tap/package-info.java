/**
 * Linux without a library: system calls through the Foreign Function and Memory API, network
 * namespaces, tap devices and TCP sockets inside them.
 *
 * <p>Namespaces have no names and taps are not persistent: the kernel takes both away with the last
 * descriptor, so that a process that is killed leaves nothing behind. Only platform threads may
 * call: a namespace, an affinity and a timer slack belong to a thread of the operating system.
 */
package dev.rsclab.live.tap;
