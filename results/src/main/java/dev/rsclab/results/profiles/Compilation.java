package dev.rsclab.results.profiles;

import java.util.List;

/**
 * What the optimising compiler made of one method.
 *
 * @param method class and method
 * @param onStack whether it replaces a running loop: on-stack replacement
 * @param codeBytes the machine code, in bytes
 * @param calls the calls that it looked at, in its order
 */
record Compilation(String method, boolean onStack, long codeBytes, List<Call> calls) {

  /**
   * A call.
   *
   * @param depth 1 in the method itself, 2 in what was inlined there, and so on
   * @param caller class and method
   * @param callee class and method
   * @param inlined whether it was inlined
   * @param reason what the compiler said
   */
  record Call(int depth, String caller, String callee, boolean inlined, String reason) {}

  /** Whether the method, or one that was inlined into it, is {@code name} of a package or class. */
  boolean contains(String prefix, String name) {
    return is(method, prefix, name)
        || calls.stream().anyMatch(call -> call.inlined && is(call.callee, prefix, name));
  }

  private static boolean is(String method, String prefix, String name) {
    return method.startsWith(prefix) && method.endsWith("." + name);
  }
}
