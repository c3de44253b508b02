package dev.rsclab.results.packets;

import dev.rsclab.results.Figures;
import dev.rsclab.results.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Recordings of one flow beside each other: a line for each moment at which anything arrives or is
 * delivered, a column for each recording. Sequence numbers count from the first segment's.
 */
public final class SideBySide {
  private static final int SHOWN_PAYLOAD = 20;

  private final Map<String, Recording> columns = new LinkedHashMap<>();

  /** A table without columns. */
  public SideBySide() {}

  /** Adds a column; the first one gives the zero of sequence numbers. */
  public SideBySide column(String name, Recording recording) {
    columns.put(name, recording);
    return this;
  }

  /** The table in text. */
  @Override
  public String toString() {
    List<String> header = new ArrayList<>(List.of("us"));
    header.addAll(columns.keySet());
    TextTable table = new TextTable(header);
    TreeSet<Long> times = new TreeSet<>();
    columns
        .values()
        .forEach(recording -> recording.deliveries().forEach(it -> times.add(it.nanos())));
    long start = times.isEmpty() ? 0 : times.first();
    for (long nanos : times) {
      List<List<String>> cells =
          columns.values().stream().map(recording -> at(recording, nanos)).toList();
      int lines = cells.stream().mapToInt(List::size).max().orElse(0);
      for (int line = 0; line < lines; line++) {
        List<String> row = new ArrayList<>();
        row.add(line == 0 ? String.format(Locale.ROOT, "%.1f", (nanos - start) / 1e3) : "");
        for (List<String> cell : cells) {
          row.add(line < cell.size() ? cell.get(line) : "");
        }
        table.add(row);
      }
    }
    return table.toString();
  }

  private List<String> at(Recording recording, long nanos) {
    return recording.deliveries().stream()
        .filter(it -> it.nanos() == nanos)
        .map(this::describe)
        .toList();
  }

  private int base() {
    return columns.values().stream()
        .flatMap(recording -> recording.deliveries().stream())
        .findFirst()
        .flatMap(RecordedDelivery::tcp)
        .map(TcpSegment::seq)
        .orElse(0);
  }

  private String describe(RecordedDelivery delivery) {
    return delivery
        .tcp()
        .map(tcp -> describe(delivery, tcp))
        .orElse(delivery.bytes().length + " bytes, no TCP");
  }

  private String describe(RecordedDelivery delivery, TcpSegment tcp) {
    StringBuilder text = new StringBuilder().append(tcp.seq() - base());
    text.append(tcp.pureAck() ? " pure ACK" : " " + text(tcp.payload()));
    add(text, tcp.has(TcpSegment.PSH), "PSH");
    add(text, tcp.has(TcpSegment.ECE), "ECE");
    add(text, tcp.has(TcpSegment.CWR), "CWR");
    add(text, tcp.ecn() == 3, "CE");
    add(text, tcp.ecn() == 1 || tcp.ecn() == 2, "ECT");
    add(text, tcp.timestamps(), "TS");
    add(text, tcp.fragment(), "fragment");
    add(text, tcp.trailing() > 0, "+" + tcp.trailing() + " trailing");
    add(text, !tcp.checksumGood() && !delivery.checksumVouchedFor(), "bad checksum");
    add(text, delivery.coalesced(), "[" + Figures.count(delivery.segments(), "segment") + "]");
    return text.toString();
  }

  private static void add(StringBuilder text, boolean holds, String what) {
    if (holds) {
      text.append(' ').append(what);
    }
  }

  /** Payload as ASCII; what cannot be printed is a middle dot. */
  private static String text(byte[] payload) {
    String ascii = new String(payload, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "\u00b7");
    return ascii.length() <= SHOWN_PAYLOAD
        ? "\"" + ascii + "\""
        : "\"" + ascii.substring(0, SHOWN_PAYLOAD) + "...\" " + ascii.length() + " bytes";
  }
}
