package io.jwasm.sentry;

import io.jwasm.sentry.vfs.FileType;

/**
 * A device node of the configuration.
 *
 * @param path absolute, in the container
 * @param type CHARACTER_DEVICE, BLOCK_DEVICE or FIFO
 * @param mode permission bits
 */
public record DeviceConfig(
    String path, FileType type, long major, long minor, int mode, int uid, int gid) {}
