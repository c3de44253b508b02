package dev.rsclab.coalesce;

/** A fuzzer's input, read from the front; behind its end every value is zero. */
final class FuzzedBytes {

  private final byte[] bytes;
  private int position;

  FuzzedBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  int u8() {
    return hasMore() ? bytes[position++] & 0xFF : 0;
  }

  int i8() {
    return (byte) u8();
  }

  int u16() {
    return u8() << 8 | u8();
  }

  int i32() {
    return u16() << 16 | u16();
  }

  /** One of {@code values}, whatever the next byte is. */
  int oneOf(int... values) {
    return values[u8() % values.length];
  }

  byte[] array(int length) {
    byte[] array = new byte[length];
    for (int i = 0; i < length; i++) {
      array[i] = (byte) u8();
    }
    return array;
  }
}
