package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.ErrnoException;

/**
 * Which page holds which part of a file: a radix tree of 64 children a node, only as high as the
 * file is long, as Linux's XArray. Where a file has a hole there is no page, and no node where
 * there are only holes.
 *
 * <p>Locks: none; its file's.
 */
final class PageTree {
  static final int FANOUT = 64;

  /** What a leaf says of a page that is not there. */
  static final int HOLE = 0;

  private static final int BITS = 6;
  private static final int MASK = FANOUT - 1;
  private static final int LEAF_BYTES = FANOUT * Integer.BYTES + 16;

  /** References take up to 8 bytes. */
  private static final int NODE_BYTES = FANOUT * Long.BYTES + 16;

  private final Superblock fs;

  /** Null, or a leaf ({@code int[]}) when the height is 0, or a node ({@code Object[]}). */
  private Object root;

  private int height;

  PageTree(Superblock fs) {
    this.fs = fs;
  }

  /** Takes the pages that a file loses. */
  interface Freed {
    void pages(int first, int count);
  }

  /** Returns the numbers of 64 pages, the given one among them, or null when all are holes. */
  int[] leaf(long index) {
    if (index >>> (BITS * (height + 1)) != 0) {
      return null;
    }
    Object node = root;
    for (int level = height; level > 0 && node != null; level--) {
      node = ((Object[]) node)[slot(index, level)];
    }
    return (int[]) node;
  }

  /** As {@link #leaf}, and makes it if need be; ENOSPC. */
  int[] makeLeaf(long index) throws ErrnoException {
    int[] leaf = leaf(index);
    if (leaf != null) {
      return leaf;
    }
    while (index >>> (BITS * (height + 1)) != 0) {
      if (root != null) {
        Object[] higher = newNode();
        higher[0] = root;
        root = higher;
      }
      height++;
    }
    if (height == 0) {
      leaf = newLeaf();
      root = leaf;
      return leaf;
    }
    if (root == null) {
      root = newNode();
    }
    return makeBelow((Object[]) root, index);
  }

  private int[] makeBelow(Object[] top, long index) throws ErrnoException {
    Object[] node = top;
    for (int level = height; level > 1; level--) {
      int slot = slot(index, level);
      if (node[slot] == null) {
        node[slot] = newNode();
      }
      node = (Object[]) node[slot];
    }
    int[] leaf = newLeaf();
    node[slot(index, 1)] = leaf;
    return leaf;
  }

  /** Takes out all pages from an index on. */
  void removeFrom(long index, Freed freed) {
    if (root != null && remove(root, height, index, freed)) {
      root = null;
      height = 0;
    }
  }

  /** Returns whether nothing is left of the node. {@code from} is relative to its first page. */
  private boolean remove(Object node, int level, long from, Freed freed) {
    if (level == 0) {
      return removeLeaf((int[]) node, from, freed);
    }
    Object[] children = (Object[]) node;
    int first = from >>> (BITS * (level + 1)) != 0 ? FANOUT : slot(from, level);
    for (int i = first; i < FANOUT; i++) {
      long fromInChild = i == first ? from & ((1L << (BITS * level)) - 1) : 0;
      if (children[i] != null && remove(children[i], level - 1, fromInChild, freed)) {
        children[i] = null;
      }
    }
    for (Object child : children) {
      if (child != null) {
        return false;
      }
    }
    fs.unchargeMetadata(NODE_BYTES);
    return true;
  }

  private boolean removeLeaf(int[] pages, long from, Freed freed) {
    for (int i = (int) Math.min(from, FANOUT); i < FANOUT; i++) {
      if (pages[i] != HOLE) {
        int first = pages[i];
        int count = 0;
        while (i < FANOUT && pages[i] == first + count) {
          pages[i++] = HOLE;
          count++;
        }
        i--;
        freed.pages(first, count);
      }
    }
    for (int page : pages) {
      if (page != HOLE) {
        return false;
      }
    }
    fs.unchargeMetadata(LEAF_BYTES);
    return true;
  }

  private int[] newLeaf() throws ErrnoException {
    fs.chargeMetadata(LEAF_BYTES);
    return new int[FANOUT];
  }

  private Object[] newNode() throws ErrnoException {
    fs.chargeMetadata(NODE_BYTES);
    return new Object[FANOUT];
  }

  private static int slot(long index, int level) {
    return (int) (index >>> (BITS * level)) & MASK;
  }
}
