package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a peer measured in one run of its command: the line of JSON that it printed.
 *
 * @param name what the peer calls itself
 * @param version of the code that was measured
 * @param bound whether it does less than a coalescer must, and so is a bound rather than a rival
 * @param packets packets taken while it was measured, all repetitions together
 * @param deliveries what the guest got of them
 * @param payloadBytesIn TCP payload of those packets
 * @param payloadBytesOut TCP payload of those deliveries
 * @param digestIn of the payload of the whole trace, as it went in
 * @param digestOut of the same payload, as it came out
 * @param nanosPerPacket ns per packet, one figure for each repetition
 * @param line the line as it was printed
 */
public record PeerReading(
    String name,
    String version,
    boolean bound,
    long packets,
    long deliveries,
    long payloadBytesIn,
    long payloadBytesOut,
    String digestIn,
    String digestOut,
    List<Double> nanosPerPacket,
    String line) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MOST_SHOWN = 80;

  /** Copies the list. */
  public PeerReading {
    nanosPerPacket = List.copyOf(nanosPerPacket);
  }

  /**
   * Reads a line.
   *
   * @throws ResultsException if it is no JSON object, or a field is missing or has an impossible
   *     value; the message names the field and what is allowed
   */
  public static PeerReading parse(String line) throws ResultsException {
    JsonNode json;
    try {
      json = MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw new ResultsException("not a line of JSON: " + shortened(line), e);
    }
    if (json == null || !json.isObject()) {
      throw new ResultsException("not a JSON object: " + shortened(line));
    }
    Fields fields = new Fields(json);
    return new PeerReading(
        fields.text("name"),
        fields.text("version"),
        fields.bound(),
        fields.count("packets", 1),
        fields.count("deliveries", 1),
        fields.count("payloadBytesIn", 0),
        fields.count("payloadBytesOut", 0),
        fields.text("digestIn"),
        fields.text("digestOut"),
        fields.nanos(),
        line.strip());
  }

  private static String shortened(String line) {
    String text = line.strip();
    return text.length() <= MOST_SHOWN
        ? "'" + text + "'"
        : "'" + text.substring(0, MOST_SHOWN) + "...'";
  }

  /** Whether every byte of payload came out, and came out as it went in. */
  public boolean keepsPayload() {
    return payloadBytesIn == payloadBytesOut && digestIn.equals(digestOut);
  }

  /** Packets for each delivery. */
  public double mergeFactor() {
    return (double) packets / deliveries;
  }

  private record Fields(JsonNode json) {

    String text(String field) throws ResultsException {
      JsonNode value = json.path(field);
      if (!value.isString() || value.stringValue().isBlank()) {
        throw wrong(field, "a text that is not empty");
      }
      return value.stringValue();
    }

    long count(String field, long least) throws ResultsException {
      JsonNode value = json.path(field);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
        throw wrong(field, "a whole number, at least " + least);
      }
      return value.longValue();
    }

    boolean bound() throws ResultsException {
      String role = json.has("role") ? text("role") : "peer";
      return switch (role) {
        case "peer" -> false;
        case "bound" -> true;
        default -> throw wrong("role", "peer, bound, or no such field");
      };
    }

    List<Double> nanos() throws ResultsException {
      JsonNode values = json.path("nanosPerPacket");
      List<Double> nanos = new ArrayList<>();
      for (JsonNode value : values) {
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!Double.isFinite(number) || number <= 0) {
          throw wrong("nanosPerPacket", "positive numbers, one for each repetition");
        }
        nanos.add(number);
      }
      if (!values.isArray() || nanos.isEmpty()) {
        throw wrong("nanosPerPacket", "an array of positive numbers, one for each repetition");
      }
      return nanos;
    }

    private ResultsException wrong(String field, String allowed) {
      return new ResultsException(
          json.has(field)
              ? "field '%s' is %s; allowed: %s"
                  .formatted(field, shortened(json.path(field).toString()), allowed)
              : "no field '%s'; it must be %s".formatted(field, allowed));
    }
  }
}
