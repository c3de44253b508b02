package dev.rsclab.bench;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.GuestReceiver;

/**
 * A guest that looks at what it gets, at both ends of the headers' range and at the length, and
 * copies nothing: the coalescer alone is what costs.
 */
final class CountingReceiver implements GuestReceiver {

  private long deliveries;
  private long digest;

  @Override
  public int deliver(Delivery delivery) {
    deliveries++;
    byte[] head = delivery.head();
    int start = delivery.headStart();
    int length = delivery.length();
    digest += head[start] + head[start + delivery.headBytes() - 1] + length;
    return length;
  }

  /** A value that depends on everything that was delivered. */
  long digest() {
    return digest * 31 + deliveries;
  }
}
