package dev.rsclab.replay;

import dev.rsclab.coalesce.Delivery;
import java.io.IOException;

/** Sees the deliveries of a replay, in order. */
@FunctionalInterface
public interface DeliveryListener {

  /** Ignores them. */
  DeliveryListener NONE = (nanos, delivery) -> {};

  /**
   * Called for every delivery.
   *
   * @param nanos virtual time since the first frame
   * @param delivery valid during the call only
   * @throws IOException if it cannot be written; ends the replay
   */
  void onDelivery(long nanos, Delivery delivery) throws IOException;
}
