/**
 * Sanctions with appeal: every deny and ban has a reason, evidence, an end, an appeal with a deadline and, where it was
 * wrong, a reversal that tells what is owed. And proofs of equivocation that anyone can check offline.
 */
@NullMarked
package org.depinsdk.proofs.sanctions;

import org.jspecify.annotations.NullMarked;
