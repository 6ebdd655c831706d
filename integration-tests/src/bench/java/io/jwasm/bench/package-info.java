/**
 * {@code make bench}: measures the built distribution against runc, crun, node and docker as they
 * are on this machine. What is compared takes turns in one run, so that the machine's noise hits
 * all alike; ratios are what counts. The classes use the JDK only and know no class of jwasm.
 */
package io.jwasm.bench;
