package dev.rsclab.results.live;

import dev.rsclab.results.Figures;
import java.util.Set;

/**
 * What was sent.
 *
 * @param name the traffic's name, such as {@code bulk}
 * @param family the IP version, as the file names it
 * @param flows connections at a time
 */
record LiveWorkload(String name, String family, int flows) {

  /** The traffic that throughput is judged by. */
  static final String BULK = "bulk";

  /** Those that send no faster than they are told, whatever they go through. */
  private static final Set<String> PACED = Set.of("rate-limited", "evenly-paced");

  boolean isPaced() {
    return PACED.contains(name);
  }

  int ipHeaderBytes() {
    return family.equals("IPV6") ? 40 : 20;
  }

  boolean isBulk() {
    return name.equals(BULK);
  }

  /** {@code "bulk, 8 flows, IPv6"}. */
  String inWords() {
    return name + ", " + Figures.count(flows, "flow") + ", " + family.replace("IPV", "IPv");
  }
}
