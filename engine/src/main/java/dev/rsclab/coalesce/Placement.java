package dev.rsclab.coalesce;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where the payload of what is held lies until it is delivered, and so how often it is copied.
 *
 * <p>Changes no delivered byte and no counter as long as its own bound is not reached: {@link
 * RscPolicy#maxHeldBytes} bounds what is staged, {@link RscPolicy#lentFrames} what is gathered, the
 * guest's buffers what is placed directly. See docs/placements.md.
 */
public enum Placement {
  /**
   * Copied into the engine's memory, as the reference does; the guest copies it once more. A frame
   * is its owner's again when {@link Coalescer#offer} returns.
   */
  STAGED,

  /**
   * Left where it is: the frame's owner lends it, the engine never writes to it, and the guest
   * copies out of it. Of the last {@link RscPolicy#lentFrames} frames that were offered, each may
   * be lent; all others are their owner's. {@link Coalescer#lentFrames} tells more.
   */
  GATHERED,

  /**
   * Written once, into the guest's own receive buffers: the guest must be a {@link GuestBuffers}. A
   * frame is its owner's again when {@link Coalescer#offer} returns; buffers that a held segment
   * lies in are the device's until it is delivered.
   */
  DIRECT;

  /**
   * The placement of a name as users type it, in upper or lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the allowed names
   */
  public static Placement named(String name) {
    String constant = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(placement -> placement.name().equals(constant))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no placement '"
                    + name
                    + "'; allowed: "
                    + Arrays.stream(values())
                        .map(placement -> placement.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
  }
}
