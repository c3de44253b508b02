package dev.rsclab.results.packets;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code replay --deliveries FILE} wrote.
 *
 * @param deliveries in the order in which the guest was given them
 */
public record Recording(List<RecordedDelivery> deliveries) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Copies the list. */
  public Recording {
    deliveries = List.copyOf(deliveries);
  }

  /**
   * Reads a file of JSON lines.
   *
   * @throws ResultsException if it is missing, or a line is no delivery, naming the line
   */
  public static Recording read(Path file) throws ResultsException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ResultsException(file, "cannot be read: no recorded deliveries here", e);
    }
    List<RecordedDelivery> deliveries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        deliveries.add(delivery(MAPPER.readTree(lines.get(i))));
      } catch (JacksonException e) {
        throw new ResultsException(
            file, "line " + (i + 1) + " is not JSON: " + e.getOriginalMessage(), e);
      } catch (IllegalArgumentException e) {
        throw new ResultsException(file, "line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return new Recording(deliveries);
  }

  private static RecordedDelivery delivery(JsonNode json) {
    return new RecordedDelivery(
        number(json, "t_ns"),
        (int) number(json, "flags"),
        (int) number(json, "gso_type"),
        (int) number(json, "csum_start"),
        HexFormat.of().parseHex(json.path("frame").asString("")));
  }

  private static long number(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException(
          "no number '" + field + "': not a delivery that replay --deliveries wrote");
    }
    return value.longValue();
  }

  /** The deliveries of each TCP flow, by the sender's port; other frames are left out. */
  public SortedMap<Integer, Recording> bySourcePort() {
    SortedMap<Integer, List<RecordedDelivery>> flows = new TreeMap<>();
    for (RecordedDelivery delivery : deliveries) {
      delivery
          .tcp()
          .ifPresent(tcp ->
              flows.computeIfAbsent(tcp.sourcePort(), key -> new ArrayList<>()).add(delivery));
    }
    SortedMap<Integer, Recording> recordings = new TreeMap<>();
    flows.forEach((port, some) -> recordings.put(port, new Recording(some)));
    return recordings;
  }

  /** Deliveries by the number of segments they say they are made of. */
  public SortedMap<Integer, Integer> bySegments() {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    deliveries.forEach(delivery -> counts.merge(delivery.segments(), 1, Integer::sum));
    return counts;
  }

  /** Bytes of all frames, virtio-net headers not counted. */
  public long bytes() {
    return deliveries.stream().mapToLong(delivery -> delivery.bytes().length).sum();
  }
}
