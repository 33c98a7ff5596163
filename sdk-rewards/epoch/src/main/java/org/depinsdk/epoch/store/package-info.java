/** Where bundles are published: one layout of names for folders and object stores, written so that a reader sees whole bundles alone. */
@org.jspecify.annotations.NullMarked
package org.depinsdk.epoch.store;
