/**
 * A tmpfs over a file system that must not change, as Linux's overlayfs without redirect_dir: what
 * is only below is read there, and copied up before it is changed.
 *
 * <p>Locks: {@code Overlay.changes} before those of tmpfs. It is held while names change and files
 * are copied up; who only reads or writes files that are above already does not meet it.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
package io.jwasm.sentry.fs.overlay;
