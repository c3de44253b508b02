package dev.rsclab.workload;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The only source of irregularity: the JDK's L64X128MixRandom with a seed.
 *
 * <p>Everything is derived here from {@code nextLong()} with integer arithmetic and StrictMath,
 * because how the JDK derives bounded and exponential numbers may change between versions.
 */
final class SeededRandom {

  private final RandomGenerator generator;

  SeededRandom(long seed) {
    generator = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** 64 random bits. */
  long bits() {
    return generator.nextLong();
  }

  /** A number from 0 to {@code bound} - 1; the bias is below 2^-32 per value. */
  int below(int bound) {
    return (int) (((generator.nextLong() >>> 32) * bound) >>> 32);
  }

  /** A number from {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True once in {@code n} times on average. */
  boolean oneIn(int n) {
    return below(n) == 0;
  }

  /** A number in [0, 1). */
  double unit() {
    return (generator.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** An exponentially distributed time with the given mean, rounded down; at most 37 means. */
  long exponential(double mean) {
    return (long) (-StrictMath.log(1 - unit()) * mean);
  }

  /** A permutation of the 64-bit numbers that leaves no pattern (the finalizer of MurmurHash3). */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
