package dev.rsclab.results.packets;

import dev.rsclab.results.Figures;
import dev.rsclab.results.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a guest gets of one TCP flow, against what arrived for it.
 *
 * <p>What was sent is what arrived in sound segments: right checksums, no fragment. The guest reads
 * a delivery if its checksum is right or the virtio-net header vouches for it, and of bytes that
 * come twice the first. That is how a driver behaves that trusts RSC_INFO, as NetKVM does.
 *
 * @param deliveries frames that the guest is given
 * @param wrongBytes bytes that the guest reads and that differ from what was sent, or were not sent
 * @param missingBytes bytes that were sent and that the guest never reads
 * @param pureAcks segments without payload that the guest sees
 * @param pushes frames with PSH that the guest sees
 * @param congestionMarks frames with ECE or CWR that the guest sees
 * @param overtaken frames with new data that lies before data that the guest was given earlier
 * @param longestWaitNanos how long a sound segment waits at most until the guest has its bytes, in
 *     ns; those that it never gets do not count
 */
public record StreamAccount(
    int deliveries,
    int wrongBytes,
    int missingBytes,
    int pureAcks,
    int pushes,
    int congestionMarks,
    int overtaken,
    long longestWaitNanos) {

  /**
   * Accounts for one flow.
   *
   * @param arrived what arrived for it: a recording of the kind that holds nothing
   * @param delivered what the guest was given of it
   * @throws IllegalArgumentException if a recording holds another flow or no TCP
   */
  public static StreamAccount of(Recording arrived, Recording delivered) {
    int base = arrived.deliveries().isEmpty() ? 0 : tcp(arrived.deliveries().getFirst()).seq();
    int port =
        arrived.deliveries().isEmpty() ? -1 : tcp(arrived.deliveries().getFirst()).sourcePort();
    Stream sent = new Stream(base, port);
    arrived.deliveries().stream().filter(it -> tcp(it).sound()).forEach(sent::take);
    Stream read = new Stream(base, port);
    List<TcpSegment> seen = new ArrayList<>();
    for (RecordedDelivery delivery : delivered.deliveries()) {
      TcpSegment tcp = tcp(delivery);
      seen.add(tcp);
      if (delivery.checksumVouchedFor() ? !tcp.fragment() : tcp.sound()) {
        read.take(delivery);
      }
    }
    return new StreamAccount(
        seen.size(),
        read.differingFrom(sent),
        sent.absentFrom(read),
        (int) seen.stream().filter(TcpSegment::pureAck).count(),
        (int) seen.stream().filter(it -> it.has(TcpSegment.PSH)).count(),
        (int) seen.stream().filter(it -> it.has(TcpSegment.ECE | TcpSegment.CWR)).count(),
        read.overtaken,
        longestWait(arrived, sent, read));
  }

  private static long longestWait(Recording arrived, Stream sent, Stream read) {
    long longest = 0;
    for (RecordedDelivery it : arrived.deliveries()) {
      TcpSegment tcp = tcp(it);
      long first = sent.offset(tcp.seq());
      for (long at = first; at < first + tcp.payload().length; at++) {
        Taken there = read.bytes.get(at);
        Taken here = sent.bytes.get(at);
        if (there != null && here != null && here.nanos == it.nanos()) {
          longest = Math.max(longest, there.nanos - it.nanos());
        }
      }
    }
    return longest;
  }

  private static TcpSegment tcp(RecordedDelivery delivery) {
    return delivery
        .tcp()
        .orElseThrow(() -> new IllegalArgumentException("not a TCP segment: " + delivery));
  }

  /**
   * What a guest loses against what arrived, in words: {@code "10 bytes wrong, PSH lost"}; {@code
   * "nothing is lost"} if all is there and in order. Merging frames with PSH into one with PSH
   * loses nothing, so PSH counts as lost only if none is left, and likewise congestion marks.
   *
   * @param arrived the account of what arrived against itself
   */
  public String lossAgainst(StreamAccount arrived) {
    List<String> losses = new ArrayList<>();
    addCount(losses, wrongBytes - arrived.wrongBytes, "wrong");
    addCount(losses, missingBytes - arrived.missingBytes, "missing");
    if (pureAcks < arrived.pureAcks) {
      losses.add(
          "%d of %d pure ACKs swallowed".formatted(arrived.pureAcks - pureAcks, arrived.pureAcks));
    }
    if (pushes == 0 && arrived.pushes > 0) {
      losses.add("PSH lost");
    }
    if (congestionMarks == 0 && arrived.congestionMarks > 0) {
      losses.add("ECE or CWR lost");
    }
    if (overtaken > arrived.overtaken) {
      losses.add(overtaken - arrived.overtaken + " out of order");
    }
    return losses.isEmpty() ? "nothing is lost" : String.join(", ", losses);
  }

  /**
   * The account in one sentence.
   *
   * @param arrived the account of what arrived against itself
   */
  public String inWords(StreamAccount arrived) {
    return "%s; %s in %s; the longest wait is %s"
        .formatted(
            lossAgainst(arrived),
            Figures.count(arrived.deliveries, "packet"),
            deliveries == 1 ? "1 delivery" : deliveries + " deliveries",
            Nanos.approximate((double) longestWaitNanos));
  }

  private static void addCount(List<String> losses, int bytes, String how) {
    if (bytes > 0) {
      losses.add(bytes + (bytes == 1 ? " byte " : " bytes ") + how);
    }
  }

  /** A byte and when it came. */
  private record Taken(byte value, long nanos) {}

  /** The bytes of one direction of a flow, by their offset from the flow's first segment. */
  private static final class Stream {
    private final SortedMap<Long, Taken> bytes = new TreeMap<>();
    private final int base;
    private final int port;
    private int overtaken;

    Stream(int base, int port) {
      this.base = base;
      this.port = port;
    }

    /** Offsets are signed: a later segment may lie before the first one. */
    long offset(int seq) {
      int modulo = seq - base;
      return modulo;
    }

    void take(RecordedDelivery delivery) {
      TcpSegment tcp = tcp(delivery);
      if (tcp.sourcePort() != port) {
        throw new IllegalArgumentException(
            "a segment from port %d in the flow of port %d".formatted(tcp.sourcePort(), port));
      }
      long first = offset(tcp.seq());
      long last = bytes.isEmpty() ? Long.MIN_VALUE : bytes.lastKey();
      boolean filled = false;
      for (int i = 0; i < tcp.payload().length; i++) {
        Taken there = bytes.putIfAbsent(first + i, new Taken(tcp.payload()[i], delivery.nanos()));
        filled |= there == null && first + i < last;
      }
      overtaken += filled ? 1 : 0;
    }

    int differingFrom(Stream other) {
      int count = 0;
      for (Map.Entry<Long, Taken> it : bytes.entrySet()) {
        Taken sent = other.bytes.get(it.getKey());
        count += sent != null && sent.value == it.getValue().value ? 0 : 1;
      }
      return count;
    }

    int absentFrom(Stream other) {
      return (int) bytes.keySet().stream().filter(at -> !other.bytes.containsKey(at)).count();
    }
  }
}
