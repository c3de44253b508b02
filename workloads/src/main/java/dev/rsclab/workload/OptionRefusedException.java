package dev.rsclab.workload;

import java.io.Serial;

/** An option of a workload has a value that is not allowed, by itself or with the others. */
public final class OptionRefusedException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  private final String option;
  private final String value;
  private final String allowed;

  OptionRefusedException(String option, Object value, String allowed) {
    super(option + ": " + value + "; allowed: " + allowed);
    this.option = option;
    this.value = value.toString();
    this.allowed = allowed;
  }

  /** The option as {@link WorkloadOptions} calls it, or "workload". */
  public String option() {
    return option;
  }

  /** The value it has. */
  public String value() {
    return value;
  }

  /** What is allowed, in words. */
  public String allowed() {
    return allowed;
  }
}
