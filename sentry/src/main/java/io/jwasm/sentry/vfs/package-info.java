/**
 * The virtual file system: inodes, open files, mounts, and the one walker that turns a guest's path
 * into an inode. The walker is the security boundary of the file system: it resolves each component
 * against the VFS, so nothing in an image can name a host path.
 */
package io.jwasm.sentry.vfs;
