package io.jwasm.runsc.limits;

/**
 * A value for a file of the container's control group.
 *
 * @param controller as in {@code /proc/self/cgroup}; with version 2 it only names who is asked
 * @param file name of the file
 * @param value its new content
 */
public record CgroupLimit(String controller, String file, String value) {}
