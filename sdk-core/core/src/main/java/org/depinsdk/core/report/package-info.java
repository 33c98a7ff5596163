/**
 * What a device asserts: the report, its signed envelope, and the rules by which a network admits or refuses it.
 */
@NullMarked
package org.depinsdk.core.report;

import org.jspecify.annotations.NullMarked;
