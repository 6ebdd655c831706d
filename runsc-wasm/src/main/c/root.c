#define _GNU_SOURCE
#include "root.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "hook.h"

static int move_mount_at(int tree, int at, const char *path)
{
	return (int)syscall(SYS_move_mount, tree, "", at, path, MOVE_MOUNT_F_EMPTY_PATH);
}

/* A detached, private copy of the mount at path, with the given attributes added. */
static int open_mount(const char *path, bool recursive, uint64_t attributes)
{
	unsigned int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (recursive ? AT_RECURSIVE : 0);
	int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path, flags);
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

/* Path of a file that config.json names relative to the bundle. */
static int in_bundle(const struct sandbox *s, const char *name, char *path, size_t size)
{
	bool absolute = name[0] == '/';
	return snprintf(path, size, "%s%s%s", absolute ? "" : s->bundle, absolute ? "" : "/", name) < (int)size ? 0 : -1;
}

/* Whether the root is only read because its changes are kept by the sentry. */
static bool has_overlay(const struct sandbox *s)
{
	return s->spec->overlay_memory || (!s->spec->overlay_none && strcmp(s->options->overlay, "memory") == 0);
}

static int open_module(struct sandbox *s, uint64_t attributes)
{
	char path[PATH_MAX];
	struct stat status;
	if (in_bundle(s, s->spec->module, path, sizeof(path)))
		return fail("annotation io.jwasm.module: the path is too long");
	s->module_tree = open_mount(path, false, attributes | MOUNT_ATTR_RDONLY);
	if (s->module_tree < 0)
		return fail("annotation io.jwasm.module: cannot open %s: %s", path, strerror(errno));
	if (fstat(s->module_tree, &status) != 0 || !S_ISREG(status.st_mode))
		return fail("annotation io.jwasm.module: %s is not a file", path);
	return 0;
}

int root_open(struct sandbox *s)
{
	char path[PATH_MAX];
	uint64_t inert = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
	snprintf(path, sizeof(path), "%s/image", s->home);
	s->image_tree = open_mount(path, false, inert | MOUNT_ATTR_RDONLY);
	if (s->image_tree < 0)
		return fail("cannot use the Java image %s: %s", path, strerror(errno));
	/* Nothing of the image is ever executed by the host's kernel, unless the operator has a hook in it. */
	if (hook_list(s->spec->hooks, "startContainer") == NULL)
		inert |= MOUNT_ATTR_NOEXEC;
	s->root_tree = open_mount(s->rootfs, true, inert | (s->spec->readonly_root || has_overlay(s) ? MOUNT_ATTR_RDONLY : 0));
	if (s->root_tree < 0)
		return fail("cannot use the root file system %s: %s", s->rootfs, strerror(errno));
	for (int i = 0; i < s->spec->bind_count; i++) {
		const struct bind_mount *bind = &s->spec->binds[i];
		if (in_bundle(s, bind->source, path, sizeof(path)))
			return fail("mounts[%zu].source is too long", bind->index);
		s->bind_trees[i] = open_mount(path, bind->recursive, inert | (bind->readonly ? MOUNT_ATTR_RDONLY : 0));
		if (s->bind_trees[i] < 0)
			return fail("cannot mount %s (mounts[%zu].source): %s", path, bind->index, strerror(errno));
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
	if (s->image_tree < 0 && root_open(s))
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
