package dev.rsclab.live;

import dev.rsclab.live.tap.Cpus;
import dev.rsclab.live.tap.Link;
import dev.rsclab.packet.IpFamily;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is sent through the link.
 *
 * @param shape how
 * @param flows connections at a time, 1 to {@value #MOST_FLOWS}
 * @param family over which IP version
 */
record LiveWorkload(Shape shape, int flows, IpFamily family) {

  /** Two threads each. */
  static final int MOST_FLOWS = 256;

  private static final int BITS_PER_BYTE = 8;

  /** What traffic looks like. */
  enum Shape {
    /** As fast as TCP can. */
    BULK(1, 0, 0),
    /** 1 Gbit/s in all, paced by TCP, which sends some segments at a time. */
    RATE_LIMITED(1, 1_000_000_000, 0),
    /** 500 Mbit/s in all, paced by TCP segment by segment. */
    EVENLY_PACED(1, 500_000_000, 0),
    /** As fast as TCP can with a window of about 32 KB. */
    WINDOW_LIMITED(1, 0, 32_768),
    /** 64 KiB on a connection of its own, and the next. */
    SHORT_TRANSFERS(4, 0, 0),
    /** A request of 64 bytes, its response, and the next. */
    REQUEST_RESPONSE(1, 0, 0);

    private final int usualFlows;
    private final long bitsPerSecond;
    private final int receiveBufferBytes;

    Shape(int usualFlows, long bitsPerSecond, int receiveBufferBytes) {
      this.usualFlows = usualFlows;
      this.bitsPerSecond = bitsPerSecond;
      this.receiveBufferBytes = receiveBufferBytes;
    }

    /** Connections at a time where nobody says how many. */
    int usualFlows() {
      return usualFlows;
    }

    /** What {@code SO_RCVBUF} is set to; 0: nothing. */
    int receiveBufferBytes() {
      return receiveBufferBytes;
    }

    /** The name as users type it: lower case with dashes. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A shape and how many flows, before the family is known. */
  record Load(Shape shape, int flows) {

    /**
     * Reads {@code bulk:8}, or {@code bulk} for the usual number.
     *
     * @throws IllegalArgumentException if it is no such text; the message says what is allowed
     */
    static Load parse(String text) {
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      Shape shape =
          Arrays.stream(Shape.values())
              .filter(it -> it.toString().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(() -> refused(text));
      if (colon < 0) {
        return new Load(shape, shape.usualFlows);
      }
      String number = text.substring(colon + 1);
      int flows = number.matches("\\d{1,3}") ? Integer.parseInt(number) : 0;
      if (flows < 1 || flows > MOST_FLOWS) {
        throw refused(text);
      }
      return new Load(shape, flows);
    }

    private static IllegalArgumentException refused(String text) {
      String names =
          Arrays.stream(Shape.values()).map(Shape::toString).collect(Collectors.joining(", "));
      return new IllegalArgumentException(
          "no workload '%s'; allowed: %s, each alone or with a number of flows from 1 to %d, such as bulk:8"
              .formatted(text, names, MOST_FLOWS));
    }
  }

  /** What each connection is paced to, in bytes per second; 0: not at all. */
  long bytesPerSecondOfAFlow() {
    return shape.bitsPerSecond / BITS_PER_BYTE / flows;
  }

  /** Connections and threads for it, not yet begun. */
  Traffic traffic(Link link, Cpus cpus) throws IOException {
    link.setOneByOne(shape == Shape.EVENLY_PACED);
    return switch (shape) {
      case SHORT_TRANSFERS -> new TransferTraffic(link, this, cpus);
      case REQUEST_RESPONSE -> new RequestTraffic(link, this, cpus);
      case BULK, RATE_LIMITED, EVENLY_PACED, WINDOW_LIMITED -> new BulkTraffic(link, this, cpus);
    };
  }

  /** As lines of progress name it. */
  @Override
  public String toString() {
    return "%s:%d %s".formatted(shape, flows, family.name().toLowerCase(Locale.ROOT));
  }
}
