/**
 * What file systems whose content the kernel makes up are built from: directories, files and links
 * that nobody can change. Nothing of it is kept or made before it is asked for.
 */
package io.jwasm.sentry.fs.kernfs;
