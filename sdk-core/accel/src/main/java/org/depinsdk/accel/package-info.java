/**
 * Accelerators by native code for {@link org.depinsdk.core.identity.EcdsaAccelerator}: nothing to call, they are found. The
 * native code itself is in jars of its own, one for each platform, which a user adds or not.
 */
@org.jspecify.annotations.NullMarked
package org.depinsdk.accel;
