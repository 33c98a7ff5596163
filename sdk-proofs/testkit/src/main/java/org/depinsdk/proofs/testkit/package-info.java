/**
 * What a verifier is tested with: a network in memory, an engine without files, and the laws that every verifier keeps. It
 * needs no test framework: what is wrong is an {@link java.lang.AssertionError}, which each of them understands, and no
 * version of one is forced on anybody.
 */
@NullMarked
package org.depinsdk.proofs.testkit;

import org.jspecify.annotations.NullMarked;
