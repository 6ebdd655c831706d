package io.jwasm.sentry.vfs;

/**
 * A file system tree at a place of the VFS.
 *
 * @param destination absolute path as the configuration gave it
 * @param root what is seen there; a directory, or a file for a bind mount of a file
 */
public record Mount(String destination, Inode root) {}
