/** What arrives and when: deterministic traffic, frozen into traces. */
package dev.rsclab.workload;
