package dev.rsclab.bench;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.GuestReceiver;

/**
 * A guest that looks at what it gets, header and last byte, and copies nothing: the coalescer alone
 * is what costs.
 */
final class CountingReceiver implements GuestReceiver {

  private long deliveries;
  private long digest;

  @Override
  public int deliver(Delivery delivery) {
    deliveries++;
    byte[] head = delivery.head();
    int start = delivery.headStart();
    digest += head[start] + head[start + delivery.headBytes() - 1];
    if (delivery.tailBytes() > 0) {
      digest += delivery.tail()[delivery.tailBytes() - 1];
    }
    return delivery.length();
  }

  /** A value that depends on everything that was delivered. */
  long digest() {
    return digest * 31 + deliveries;
  }
}
