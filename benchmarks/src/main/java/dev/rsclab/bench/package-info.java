/** The benchmarks, their profiles and the main job. */
package dev.rsclab.bench;
