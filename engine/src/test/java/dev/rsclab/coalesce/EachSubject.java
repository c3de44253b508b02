package dev.rsclab.coalesce;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that runs for the model and for every {@link CoalescerKind} that merges anything. */
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("dev.rsclab.coalesce.Subject#all")
@interface EachSubject {}
