package dev.rsclab.live.tap;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Looks up functions of the C library; each takes a segment for {@code errno} first. */
final class NativeFunctions {

  /** More than the longest text of {@code strerror}. */
  private static final long MOST_WORDS = 256;

  private static final Linker LINKER = Linker.nativeLinker();

  @SuppressWarnings("restricted") // calling native code is what this package is for
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private NativeFunctions() {}

  /** A function with as many parameters as are given. */
  static MethodHandle of(String name, MemoryLayout result, MemoryLayout... parameters) {
    return link(name, FunctionDescriptor.of(result, parameters), List.of());
  }

  /** A function whose parameters from {@code firstVariadic} on stand for the dots of its C type. */
  static MethodHandle variadic(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... parameters) {
    return link(
        name,
        FunctionDescriptor.of(result, parameters),
        List.of(Linker.Option.firstVariadicArg(firstVariadic)));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(
      String name, FunctionDescriptor type, List<Linker.Option> options) {
    List<Linker.Option> all = new ArrayList<>(options);
    all.add(Linker.Option.captureCallState("errno"));
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, all.toArray(Linker.Option[]::new));
  }

  /** What the C library says of an {@code errno}. */
  @SuppressWarnings("restricted")
  static String words(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(MOST_WORDS).getString(0);
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall has no exceptions of its own
    }
  }
}
