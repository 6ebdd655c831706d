#define _GNU_SOURCE
#include "root.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "hook.h"
#include "path.h"

static int move_mount_at(int tree, int at, const char *path)
{
	return (int)syscall(SYS_move_mount, tree, "", at, path, MOVE_MOUNT_F_EMPTY_PATH);
}

/* A detached, private copy of the mount that an O_PATH descriptor is of, with the given attributes added. */
static int clone_mount(int fd, bool recursive, uint64_t attributes)
{
	unsigned int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
	int tree = (int)syscall(SYS_open_tree, fd, "", flags);
	if (tree < 0)
		return -1;
	struct mount_attr attr = { .attr_set = attributes, .propagation = MS_PRIVATE };
	unsigned int empty = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
	if (syscall(SYS_mount_setattr, tree, "", empty, &attr, sizeof(attr)) != 0) {
		close(tree);
		return -1;
	}
	return tree;
}

/*
 * As clone_mount, for a path that is absolute or relative to a directory. Links of the operator's are followed; those of
 * procfs, which lead to what some process has open, are not.
 */
static int open_mount(int at, const char *path, bool recursive, uint64_t attributes)
{
	int fd = path_open(at, path, O_PATH, RESOLVE_NO_MAGICLINKS);
	if (fd >= 0 && path_on(fd, AUTOFS_SUPER_MAGIC)) {
		/* Only to open it for use mounts what belongs there. */
		close(fd);
		fd = path_open(at, path, O_RDONLY | O_DIRECTORY, RESOLVE_NO_MAGICLINKS);
	}
	if (fd < 0)
		return -1;
	int tree = clone_mount(fd, recursive, attributes);
	int saved_errno = errno;
	close(fd);
	errno = saved_errno;
	return tree;
}

/* Whether the root is only read because its changes are kept by the sentry. */
static bool has_overlay(const struct sandbox *s)
{
	return s->spec->overlay_memory || (!s->spec->overlay_none && strcmp(s->options->overlay, "memory") == 0);
}

static int open_module(struct sandbox *s, uint64_t attributes)
{
	struct stat status;
	const char *path = s->spec->module, *bundle = path[0] == '/' ? "" : s->bundle, *slash = path[0] == '/' ? "" : "/";
	int fd = path_open(s->bundle_fd, path, O_PATH, RESOLVE_NO_MAGICLINKS);
	if (fd < 0)
		return fail("annotation io.jwasm.module: cannot open %s%s%s: %s", bundle, slash, path, strerror(errno));
	bool file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	s->module_tree = file ? clone_mount(fd, false, attributes | MOUNT_ATTR_RDONLY) : -1;
	int saved_errno = errno;
	close(fd);
	if (!file)
		return fail("annotation io.jwasm.module: %s%s%s is not a file", bundle, slash, path);
	return s->module_tree >= 0 ? 0 : fail("annotation io.jwasm.module: cannot open %s%s%s: %s", bundle, slash, path,
					      strerror(saved_errno));
}

/*
 * A mount is cloned only in the namespace that it was opened in: the child of a caller without privileges, in one of its
 * own by now, opens bundle and root anew.
 */
static int reopen(struct sandbox *s)
{
	struct stat before, now;
	int bundle = path_open(AT_FDCWD, s->bundle, O_PATH | O_DIRECTORY, RESOLVE_NO_MAGICLINKS);
	if (bundle < 0 || fstat(s->bundle_fd, &before) != 0 || fstat(bundle, &now) != 0)
		return fail("cannot open the bundle %s: %s", s->bundle, strerror(errno));
	if (before.st_dev != now.st_dev || before.st_ino != now.st_ino)
		return fail("the bundle %s was replaced meanwhile", s->bundle);
	s->bundle_fd = bundle;
	s->rootfs_fd = path_open(bundle, s->spec->rootfs, O_PATH | O_DIRECTORY, RESOLVE_NO_MAGICLINKS);
	return s->rootfs_fd >= 0 ? 0 : fail("cannot use the root file system %s: %s", s->rootfs, strerror(errno));
}

int root_open(struct sandbox *s)
{
	char path[PATH_MAX];
	uint64_t inert = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
	if (snprintf(path, sizeof(path), "%s/image", s->home) >= (int)sizeof(path))
		return fail("the path of the distribution %s is too long", s->home);
	s->image_tree = open_mount(AT_FDCWD, path, false, inert | MOUNT_ATTR_RDONLY);
	if (s->image_tree < 0)
		return fail("cannot use the Java image %s: %s", path, strerror(errno));
	/* Nothing of the image is ever executed by the host's kernel, unless the operator has a hook in it. */
	if (hook_list(s->spec->hooks, "startContainer") == NULL)
		inert |= MOUNT_ATTR_NOEXEC;
	s->root_tree = clone_mount(s->rootfs_fd, true, inert | (s->spec->readonly_root || has_overlay(s) ? MOUNT_ATTR_RDONLY : 0));
	if (s->root_tree < 0)
		return fail("cannot use the root file system %s: %s", s->rootfs, strerror(errno));
	for (int i = 0; i < s->spec->bind_count; i++) {
		const struct bind_mount *bind = &s->spec->binds[i];
		s->bind_trees[i] = open_mount(s->bundle_fd, bind->source, bind->recursive,
					      inert | (bind->readonly ? MOUNT_ATTR_RDONLY : 0));
		if (s->bind_trees[i] < 0)
			return fail("cannot mount %s%s%s (mounts[%zu].source): %s", bind->source[0] == '/' ? "" : s->bundle,
				    bind->source[0] == '/' ? "" : "/", bind->source, bind->index, strerror(errno));
	}
	return s->spec->module == NULL ? 0 : open_module(s, inert);
}

static int mount_tmpfs(int at, const char *path)
{
	int fs = (int)syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
	if (fs < 0 || syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "mode", "0755", 0) != 0 ||
	    syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "size", "1m", 0) != 0 ||
	    syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) != 0)
		return -1;
	int tree = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
	int result = tree < 0 ? -1 : move_mount_at(tree, at, path);
	if (tree >= 0)
		close(tree);
	close(fs);
	return result;
}

/* Puts a detached mount at a neutral place; a file gets a file, a directory a directory. */
static int place_at(int tree, const char *path)
{
	struct stat status;
	if (fstat(tree, &status) != 0)
		return -1;
	if (S_ISDIR(status.st_mode) ? mkdir(path, 0755) != 0 : mknod(path, S_IFREG | 0644, 0) != 0)
		return -1;
	return move_mount_at(tree, AT_FDCWD, path);
}

static int place(int tree, size_t number)
{
	char path[64];
	snprintf(path, sizeof(path), "fs/%zu", number);
	return place_at(tree, path);
}

int root_assemble(struct sandbox *s)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		return fail("cannot make the mounts private: %s", strerror(errno));
	if (s->image_tree < 0 && (reopen(s) || root_open(s)))
		return -1;
	/*
	 * The image lands on top of "/" itself, a place that always exists; nothing of the host's own
	 * tree is made or changed for it.
	 */
	if (move_mount_at(s->image_tree, AT_FDCWD, "/") != 0 || fchdir(s->image_tree) != 0 || mount_tmpfs(AT_FDCWD, "fs") != 0)
		return fail("cannot make the sandbox's root: %s", strerror(errno));
	if (place(s->root_tree, 0) != 0)
		return fail("cannot place the root file system %s: %s", s->rootfs, strerror(errno));
	for (int i = 0; i < s->spec->bind_count; i++)
		if (place(s->bind_trees[i], s->spec->binds[i].index + 1) != 0)
			return fail("cannot place %s: %s", s->spec->binds[i].source, strerror(errno));
	if (s->spec->module != NULL && place_at(s->module_tree, "fs/module") != 0)
		return fail("annotation io.jwasm.module: cannot place %s: %s", s->spec->module, strerror(errno));
	/* A root of the container could use the memory behind the places as it likes. */
	struct mount_attr readonly = { .attr_set = MOUNT_ATTR_RDONLY };
	if (syscall(SYS_mount_setattr, AT_FDCWD, "fs", 0, &readonly, sizeof(readonly)) != 0)
		return fail("cannot make the sandbox's root read-only: %s", strerror(errno));
	return 0;
}

int root_pivot(struct sandbox *s)
{
	if (fchdir(s->image_tree) != 0 || syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 ||
	    chdir("/") != 0)
		return fail("cannot pivot into the sandbox's root: %s", strerror(errno));
	return 0;
}
