package dev.rsclab.coalesce;

import java.util.ArrayList;
import java.util.List;

/** A guest that keeps what it gets, with room for so many frames. */
final class RecordingReceiver extends BufferedGuest {

  @SuppressWarnings("ArrayRecordComponent") // compared by content in the tests
  record Received(int queue, boolean held, int frames, byte[] bytes) {}

  static final int UNLIMITED = -1;

  private final List<Received> received = new ArrayList<>();
  private int room = UNLIMITED;
  private boolean canReceive = true;

  void room(int frames) {
    room = frames;
  }

  void canReceive(boolean yes) {
    canReceive = yes;
  }

  @Override
  int accept(Delivery delivery) {
    if (!canReceive) {
      return CANNOT_RECEIVE;
    }
    if (room == 0) {
      return NO_ROOM;
    }
    if (room > 0) {
      room--;
    }
    received.add(
        new Received(
            delivery.queue(), delivery.wasHeld(), delivery.frames(), delivery.toByteArray()));
    return delivery.length();
  }

  List<Received> received() {
    return received;
  }

  /** Everything received since the last call. */
  List<Received> drain() {
    List<Received> all = List.copyOf(received);
    received.clear();
    return all;
  }
}
