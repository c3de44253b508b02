/**
 * Ethernet, IPv4, IPv6, TCP and virtio-net headers in a byte array: where the fields are, how to
 * read and write them.
 *
 * <p>Nothing here knows what coalescing is. All fields of the network headers are big-endian, all
 * fields of the virtio-net header little-endian.
 */
package dev.rsclab.packet;
