package io.jwasm.runsc.boot;

/**
 * A value for a file of the container's control group.
 *
 * @param controller as in {@code /proc/self/cgroup}; with version 2 it only names who is asked
 * @param file name of the file
 * @param value its new content
 */
record CgroupLimit(String controller, String file, String value) {}
