package dev.rsclab.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes integers at any offset of a byte array, in O(1) and without alignment.
 *
 * <p>Names say the order: {@code Be} is network order, {@code Le} the order of virtio 1.x. Offsets
 * outside the array throw {@link IndexOutOfBoundsException}, as array access does.
 */
public final class Bytes {

  private static final VarHandle SHORT_BE =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_BE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT_LE =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  /** The unsigned byte at {@code at}. */
  public static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  /** The unsigned 16-bit integer at {@code at}, in network order. */
  public static int u16Be(byte[] bytes, int at) {
    return (short) SHORT_BE.get(bytes, at) & 0xFFFF;
  }

  /** The 32-bit integer at {@code at}, in network order. */
  public static int i32Be(byte[] bytes, int at) {
    return (int) INT_BE.get(bytes, at);
  }

  /** The 64-bit integer at {@code at}, in network order. */
  public static long i64Be(byte[] bytes, int at) {
    return (long) LONG_BE.get(bytes, at);
  }

  /** The 64-bit integer at {@code at}, in virtio order. */
  public static long i64Le(byte[] bytes, int at) {
    return (long) LONG_LE.get(bytes, at);
  }

  /** The unsigned 16-bit integer at {@code at}, in virtio order. */
  public static int u16Le(byte[] bytes, int at) {
    return (short) SHORT_LE.get(bytes, at) & 0xFFFF;
  }

  /** Writes the low 16 bits of {@code value} at {@code at}, in network order. */
  public static void putU16Be(byte[] bytes, int at, int value) {
    SHORT_BE.set(bytes, at, (short) value);
  }

  /** Writes {@code value} at {@code at}, in network order. */
  public static void putI32Be(byte[] bytes, int at, int value) {
    INT_BE.set(bytes, at, value);
  }

  /** Writes {@code value} at {@code at}, in network order. */
  public static void putI64Be(byte[] bytes, int at, long value) {
    LONG_BE.set(bytes, at, value);
  }

  /** Writes the low 16 bits of {@code value} at {@code at}, in virtio order. */
  public static void putU16Le(byte[] bytes, int at, int value) {
    SHORT_LE.set(bytes, at, (short) value);
  }
}
