/**
 * Peers: other programs that play the packets of our benchmarks and say how long they took.
 *
 * <p>{@link dev.rsclab.peer.PeerOption} finds out which ones are meant and builds those that lie in
 * the project; {@link dev.rsclab.peer.PeerCommand} runs one. They know arguments, a line of JSON
 * and an exit status, and no benchmark. docs/peers.md says how to write one.
 */
package dev.rsclab.peer;
