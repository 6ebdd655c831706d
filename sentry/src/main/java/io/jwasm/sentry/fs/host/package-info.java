/** Directories and files of the sandbox's own root, seen through the VFS. */
package io.jwasm.sentry.fs.host;
