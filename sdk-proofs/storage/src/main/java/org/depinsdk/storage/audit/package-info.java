/**
 * {@code audit/1}: all holders of a segment show the same stripe of their shards, and whoever lies is found by the others or by
 * what the uploader committed to. And the reputation that follows.
 */
@NullMarked
package org.depinsdk.storage.audit;

import org.jspecify.annotations.NullMarked;
