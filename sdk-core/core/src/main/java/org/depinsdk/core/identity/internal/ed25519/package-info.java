/**
 * Verification of Ed25519 signatures, one by one and in batches. Every routine takes time that depends on its input, so
 * only public data may enter; signing is done elsewhere.
 */
@org.jspecify.annotations.NullMarked
package org.depinsdk.core.identity.internal.ed25519;
