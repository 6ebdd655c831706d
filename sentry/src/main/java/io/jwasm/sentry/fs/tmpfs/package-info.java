/**
 * The file system in memory, as Linux's tmpfs: names and attributes in the heap, content in pages
 * of the memory file. It starts nothing and reserves nothing before something is written.
 *
 * <p>Locks, outermost first; each is a monitor:
 *
 * <ol>
 *   <li>{@code Superblock.renames}, for moves from one directory to another
 *   <li>a directory, and inside it one below it
 *   <li>a file or link
 *   <li>{@link io.jwasm.sentry.mm.PagePool}
 * </ol>
 */
package io.jwasm.sentry.fs.tmpfs;
