package dev.rsclab.workload;

import dev.rsclab.packet.IpFamily;

/**
 * The sending ends: what each connection has sent and acknowledged so far.
 *
 * <p>A pattern speaks of its flows in any order; here they get the numbers that the trace will give
 * them, which count in the order of first appearance, so a connection must be opened only when it
 * is about to send.
 */
final class Connections {

  private static final int LOWEST_WINDOW = 1024;
  private static final int HIGHEST_WINDOW = 65_535;

  private final WorkloadOptions options;
  private final SeededRandom random;
  private final PeerAddresses peers;

  /** By the pattern's flow: the connection's number + 1, or 0. */
  private final int[] numbers;

  private int opened;
  private final int[] initialSequences;
  private final long[] streamEnds;
  private final int[] acknowledgements;
  private final char[] windows;
  private final char[] identifications;

  Connections(WorkloadOptions options, SeededRandom random, PeerAddresses peers) {
    this.options = options;
    this.random = random;
    this.peers = peers;
    int most = Math.min(options.flows(), options.packets());
    numbers = new int[options.flows()];
    initialSequences = new int[most];
    streamEnds = new long[most];
    acknowledgements = new int[most];
    windows = new char[most];
    identifications = new char[most];
  }

  /** The number of the connection that carries the pattern's flow {@code flow}. */
  int open(int flow) {
    if (numbers[flow] == 0) {
      int number = opened++;
      numbers[flow] = opened;
      long bits = random.bits();
      initialSequences[number] = (int) bits;
      acknowledgements[number] = (int) (bits >>> 32);
      identifications[number] = (char) random.bits();
      changeWindow(number);
    }
    return numbers[flow] - 1;
  }

  /** The IP version of connection {@code number}. */
  IpFamily family(int number) {
    return switch (options.family()) {
      case IPV4 -> IpFamily.IPV4;
      case IPV6 -> IpFamily.IPV6;
      case MIXED -> peers.ipv6InMix(number) ? IpFamily.IPV6 : IpFamily.IPV4;
    };
  }

  /** Payload bytes of a full segment of connection {@code number}. */
  int fullPayload(int number) {
    return options.fullPayload(family(number));
  }

  /** The sequence number of the byte at {@code streamOffset}. */
  int sequence(int number, long streamOffset) {
    return initialSequences[number] + (int) streamOffset;
  }

  /** Offset in the stream of the byte that is sent next. */
  long streamEnd(int number) {
    return streamEnds[number];
  }

  /** Takes the next {@code bytes} of the stream and returns the offset of the first. */
  long take(int number, int bytes) {
    long offset = streamEnds[number];
    streamEnds[number] += bytes;
    return offset;
  }

  /** The acknowledgement number that segments carry now. */
  int acknowledgement(int number) {
    return acknowledgements[number];
  }

  /** Acknowledges {@code bytes} more of what the guest sent. */
  void acknowledge(int number, int bytes) {
    acknowledgements[number] += bytes;
  }

  /** The window that segments carry now, 16 bits. */
  int window(int number) {
    return windows[number];
  }

  /** Draws another window. */
  void changeWindow(int number) {
    windows[number] = (char) random.between(LOWEST_WINDOW, HIGHEST_WINDOW);
  }

  /** The IPv4 identification of the next packet: each connection counts its own, as Linux does. */
  int nextIdentification(int number) {
    return identifications[number]++;
  }
}
