package dev.rsclab.coalesce;

/**
 * The ranges of bytes that follow the first one of a {@link Delivery}: a cursor over them, for
 * placements that have many.
 */
abstract class Pieces {

  /** Moves to the first range. */
  abstract void toStart();

  /** Moves to the next range; there must be one, or the last has been reached. */
  abstract void toNext();

  /** The array of the range. */
  abstract byte[] array();

  /** Where the range begins. */
  abstract int start();

  /** Bytes of the range. */
  abstract int length();
}
