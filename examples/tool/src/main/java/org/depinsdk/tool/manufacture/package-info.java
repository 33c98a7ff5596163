/** A manufacturer's side of attestation: certificates of batches of devices, and lists of what was revoked. */
@org.jspecify.annotations.NullMarked
package org.depinsdk.tool.manufacture;
