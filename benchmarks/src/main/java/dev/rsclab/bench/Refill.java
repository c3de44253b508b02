package dev.rsclab.bench;

/** What is written into the frame buffers of a {@link NicRing} when it has been used up. */
public enum Refill {
  /**
   * The headers; payloads stay the random bytes that they were. A NIC writes past the core's own
   * caches; a core that wrote whole frames would evict from them what the device has there.
   */
  HEADERS,
  /** Whole frames, with the trace's payload. */
  FRAMES
}
