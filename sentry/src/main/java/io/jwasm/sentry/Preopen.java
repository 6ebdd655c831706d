package io.jwasm.sentry;

/**
 * A directory that a program finds open.
 *
 * @param name under which it is found
 * @param path absolute, in the container
 */
public record Preopen(String name, String path) {}
