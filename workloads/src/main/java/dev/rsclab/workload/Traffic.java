package dev.rsclab.workload;

import dev.rsclab.packet.TcpFlags;

/**
 * A trace in the making: a pattern says which connection sends what and not before when; here it
 * becomes frames that follow each other on one link.
 *
 * <p>Frames are sent in the order of the calls. A pattern must stop when nothing {@link #remaining}
 * is left.
 */
final class Traffic {

  private final WorkloadOptions options;
  private final SeededRandom random;
  private final Connections connections;
  private final FrameWriter writer;
  private final Wire wire;
  private final PacketTrace.Builder trace = new PacketTrace.Builder();

  Traffic(WorkloadOptions options) {
    this.options = options;
    random = new SeededRandom(options.seed());
    PeerAddresses peers = new PeerAddresses(random.bits());
    connections = new Connections(options, random, peers);
    writer = new FrameWriter(connections, peers);
    wire = new Wire(options.lineRate());
  }

  /** The source of everything irregular. */
  SeededRandom random() {
    return random;
  }

  /** The connections that send. */
  Connections connections() {
    return connections;
  }

  /** When the link is free again, in ns. */
  long nanos() {
    return wire.nanos();
  }

  /** How many more frames the trace takes. */
  int remaining() {
    return options.packets() - trace.packets();
  }

  /** Sends the next {@code payloadBytes} of a connection's stream. */
  void data(int number, int payloadBytes, boolean push, long notBefore) {
    long offset = connections.take(number, payloadBytes);
    int identification = connections.nextIdentification(number);
    segment(number, offset, payloadBytes, push, identification, notBefore);
  }

  /** Sends a segment without payload: the connection's acknowledgement and window as they are. */
  void pureAck(int number, long notBefore) {
    int identification = connections.nextIdentification(number);
    segment(number, connections.streamEnd(number), 0, false, identification, notBefore);
  }

  /**
   * Sends any part of a connection's stream.
   *
   * @param identification of the IPv4 packet
   * @param notBefore earliest start in ns; 0 for as soon as the link is free
   */
  void segment(
      int number,
      long streamOffset,
      int payloadBytes,
      boolean push,
      int identification,
      long notBefore) {
    int flags = push ? TcpFlags.ACK | TcpFlags.PSH : TcpFlags.ACK;
    int length = writer.write(number, streamOffset, payloadBytes, flags, identification);
    trace.add(wire.send(length, notBefore), writer.frame(), 0, length, length);
  }

  /** The finished trace. */
  PacketTrace freeze() {
    return trace.build();
  }
}
