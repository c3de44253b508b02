/**
 * Receive Segment Coalescing: one contract, one rule set, and interchangeable flow tables.
 *
 * <p>{@link dev.rsclab.coalesce.Coalescer} is the contract. {@link
 * dev.rsclab.coalesce.CoalescerKind} is the list of implementations; they differ in how they find
 * the held segment of a flow and in nothing else. What may merge is decided by the rules alone,
 * what is held lies apart from the tables in order of arrival, and so all kinds deliver the same
 * bytes in the same order at the same time.
 *
 * <p>An instance serves one device and is not thread-safe. After warm-up nothing here allocates,
 * except the kind that is meant to show what {@code java.util.HashMap} costs.
 */
package dev.rsclab.coalesce;
