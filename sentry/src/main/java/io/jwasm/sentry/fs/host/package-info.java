/** Directories and files of the host, seen through the VFS. */
package io.jwasm.sentry.fs.host;
