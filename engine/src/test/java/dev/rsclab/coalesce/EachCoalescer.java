package dev.rsclab.coalesce;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that runs for every {@link CoalescerKind}. */
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("dev.rsclab.coalesce.CoalescerKind#available")
@interface EachCoalescer {}
