package dev.rsclab.workload;

import java.util.Locale;

/** Which IP versions the flows of a workload use. */
public enum FamilyMix {
  /** All flows over IPv4. */
  IPV4,
  /** All flows over IPv6. */
  IPV6,
  /** Each flow over one or the other, half and half on average, at least one of each. */
  MIXED;

  /**
   * The mix with this name.
   *
   * @param name ipv4, ipv6 or mixed
   * @throws OptionRefusedException if there is none; the message lists the names
   */
  public static FamilyMix named(String name) {
    return EnumNames.named(FamilyMix.class, "family", name);
  }

  /** The name as users type it, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
